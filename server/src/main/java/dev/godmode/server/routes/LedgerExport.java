package dev.godmode.server.routes;

import dev.godmode.control.journal.Subjects;
import dev.godmode.control.ledger.LedgerFilter;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.json.Json;
import dev.godmode.server.view.Ledger;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the ledger out, newest first, a page at a time: however long it is, memory is not. */
final class LedgerExport {

  private static final int PAGE = 1_000;

  /** One line of JSON Lines; with its hash, so that the chain can be checked elsewhere. */
  private record Fact(
      long sequence,
      Instant at,
      String by,
      Optional<String> under,
      String kind,
      String subject,
      String text,
      Event event,
      String hash) {}

  private final Ledger ledger;

  LedgerExport(Ledger ledger) {
    this.ledger = ledger;
  }

  void json(LedgerFilter filter, OutputStream out) throws IOException {
    write(filter, out, entry -> Json.write(fact(entry)) + "\n");
  }

  /** RFC 4180, in UTF-8. */
  void csv(LedgerFilter filter, OutputStream out) throws IOException {
    out.write(
        row(List.of("sequence", "at", "by", "under", "kind", "subject", "text", "event", "hash")));
    write(filter, out, LedgerExport::row);
  }

  private void write(LedgerFilter filter, OutputStream out, Function<JournalEntry, String> words)
      throws IOException {
    var before = Optional.of(Long.MAX_VALUE);
    while (before.isPresent()) {
      var page = ledger.entries(filter, before.get(), PAGE);
      for (var entry : page.entries()) {
        out.write(words.apply(entry).getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
      before = page.next();
    }
  }

  private static Fact fact(JournalEntry entry) {
    var line = Ledger.line(entry);
    return new Fact(
        line.sequence(),
        line.at(),
        line.by(),
        line.under(),
        line.kind(),
        line.subject(),
        line.text(),
        line.event(),
        entry.hash());
  }

  private static String row(JournalEntry entry) {
    return text(
        List.of(
            Long.toString(entry.sequence()),
            entry.at().toString(),
            entry.who(),
            entry.under().orElse(""),
            entry.event().getClass().getSimpleName(),
            Subjects.of(entry.event()),
            Ledger.sentence(entry),
            Json.write(Event.class, entry.event()),
            entry.hash()));
  }

  private static byte[] row(List<String> cells) {
    return text(cells).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(List<String> cells) {
    return cells.stream().map(LedgerExport::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  /**
   * A cell between quotes. What a stranger wrote may begin as a formula does, and a spreadsheet
   * would run it: an apostrophe before it makes it a text.
   */
  static String cell(String text) {
    var harmless = !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return '"' + harmless.replace("\"", "\"\"") + '"';
  }
}
