package dev.godmode.adapters.postgres;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal.Head;
import dev.godmode.control.journal.SealedEntry;
import dev.godmode.control.journal.Subjects;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * A row of the journal: entries that became durable together.
 *
 * <p>The body has a line for each entry: time, who caused it, the first 16 digits of its hash, and
 * the event's JSON as it was hashed, with tabs between. Whole hashes are computed anew from {@code
 * before}, and must lead to {@code hash}.
 *
 * @param first sequence number of the first entry
 * @param before hash of the entry before it
 * @param hash of the last entry
 */
record JournalBatch(long first, long last, String before, String hash, String body) {

  private static final int MARK = 16;
  private static final int FIELDS = 4;

  static JournalBatch of(List<SealedEntry> entries) {
    var text = new StringBuilder(entries.size() * 256);
    for (var sealed : entries) {
      var entry = sealed.entry();
      text.append(sealed.at())
          .append('\t')
          .append(entry.by())
          .append('\t')
          .append(entry.hash(), 0, MARK)
          .append('\t')
          .append(sealed.json())
          .append('\n');
    }
    var end = entries.getLast().entry();
    return new JournalBatch(
        entries.getFirst().entry().sequence(),
        end.sequence(),
        entries.getFirst().before(),
        end.hash(),
        text.toString());
  }

  /** What the entries are about and of which kinds they are. */
  static byte[] keys(List<SealedEntry> entries) {
    var keys = new HashSet<String>();
    for (var sealed : entries) {
      keys.add(Subjects.of(sealed.entry().event()));
      keys.add(kind(sealed.entry()));
    }
    return BatchKeys.of(keys);
  }

  static String kind(JournalEntry entry) {
    return entry.event().getClass().getSimpleName();
  }

  private record Line(Instant at, String by, String mark, String json) {

    static Line parse(String text) {
      var fields = text.split("\t", FIELDS);
      return new Line(Instant.parse(fields[0]), fields[1], fields[2], fields[3]);
    }
  }

  private List<Line> lines() {
    return body.lines().map(Line::parse).toList();
  }

  List<JournalEntry> entries() {
    return entries(_ -> true);
  }

  /** Those of the entries that are wanted by their sequence number; only these are read. */
  List<JournalEntry> entries(LongPredicate wanted) {
    var entries = new ArrayList<JournalEntry>();
    var chain = new HashChain(new Head(first - 1, before));
    for (var line : lines()) {
      var head = chain.next(line.at(), line.by(), line.json());
      if (wanted.test(head.sequence())) {
        entries.add(
            new JournalEntry(
                head.sequence(),
                line.at(),
                line.by(),
                Json.read(Event.class, line.json()),
                head.hash()));
      }
    }
    return entries;
  }

  /** The first sequence number that is not as it was, when this row stands behind a head. */
  Optional<Long> firstBad(Head head) {
    if (first != head.sequence() + 1 || !before.equals(head.hash())) {
      return Optional.of(head.sequence() + 1);
    }
    var chain = new HashChain(head);
    for (var text : body.lines().toList()) {
      var bad = Optional.of(chain.head().sequence() + 1);
      if (text.chars().filter(c -> c == '\t').count() < FIELDS - 1) {
        return bad;
      }
      var line = Line.parse(text);
      if (!chain.next(line.at(), line.by(), line.json()).hash().startsWith(line.mark())) {
        return bad;
      }
    }
    var end = chain.head();
    return end.sequence() == last && end.hash().equals(hash)
        ? Optional.empty()
        : Optional.of(end.sequence() + (end.sequence() == last ? 0 : 1));
  }
}
