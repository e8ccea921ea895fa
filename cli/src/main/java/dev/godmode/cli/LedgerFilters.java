package dev.godmode.cli;

import dev.godmode.protocol.text.Quantities;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which entries of the ledger a command is about. */
final class LedgerFilters {

  @Option(
      names = "--who",
      paramLabel = "NAME",
      description = "Only what NAME caused: owner, a person, node:NAME, attempt, control.")
  Optional<String> who = Optional.empty();

  @Option(names = "--kind", description = "Only this kind, for example AttemptLeased.")
  Optional<String> kind = Optional.empty();

  @Option(names = "--stream", description = "Only about tasks of this line of work.")
  Optional<String> stream = Optional.empty();

  @Option(names = "--agent", description = "Only about tasks of this type of agent.")
  Optional<String> agent = Optional.empty();

  @Option(names = "--node", description = "Only about this node, and what ran on it.")
  Optional<String> node = Optional.empty();

  @Option(names = "--task", description = "Only about this task: id, roadmap key or name.")
  Optional<String> task = Optional.empty();

  @Option(
      names = "--of",
      paramLabel = "SUBJECT",
      description = "Only of this task or node id, or fleet.")
  Optional<String> subject = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "WHEN",
      description = "From then on: 2h ago is 2h, a day 2026-11-26, a moment 2026-11-26T10:00:00Z.")
  Optional<String> from = Optional.empty();

  @Option(names = "--to", paramLabel = "WHEN", description = "Before then; a day as a whole.")
  Optional<String> to = Optional.empty();

  @Option(names = "-q", paramLabel = "TEXT", description = "Only with this text, in any case.")
  Optional<String> text = Optional.empty();

  /** As the API takes them. */
  Map<String, Optional<String>> query(InstantSource clock) {
    var query = new HashMap<String, Optional<String>>();
    query.put("who", who);
    query.put("kind", kind);
    query.put("stream", stream);
    query.put("agent", agent);
    query.put("node", node);
    query.put("task", task);
    query.put("subject", subject);
    query.put("from", from.map(word -> moment("--from", word, 0, clock)));
    query.put("to", to.map(word -> moment("--to", word, 1, clock)));
    query.put("q", text);
    return query;
  }

  /** A day is the reader's own, not UTC's. */
  static String moment(String option, String word, int daysLater, InstantSource clock) {
    try {
      if (word.contains("T")) {
        return Instant.parse(word).toString();
      }
      if (word.contains("-")) {
        return LocalDate.parse(word)
            .plusDays(daysLater)
            .atStartOfDay(ZoneId.systemDefault())
            .toInstant()
            .toString();
      }
      return clock.instant().minus(Quantities.duration(word)).toString();
    } catch (DateTimeException | IllegalArgumentException _) {
      throw new Trouble(
          "%s takes 2h, 2026-11-26 or 2026-11-26T10:00:00Z, was '%s'".formatted(option, word));
    }
  }
}
