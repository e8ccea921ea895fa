package dev.godmode.cli;

import dev.godmode.protocol.api.MemoryViews.TidyRuleView;
import dev.godmode.protocol.api.MemoryViews.TidyTurnView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scopes that are kept tidy by themselves, in words. */
final class TidyRuleWords {

  private TidyRuleWords() {}

  /** A line for each, and below what is in its way. */
  static String of(Common common, List<TidyRuleView> rules) {
    if (rules.isEmpty()) {
      return """
      No scope is kept tidy by itself: gm memory tidy SCOPE --model NAME --by-itself does.
      """;
    }
    var now = common.clock.instant();
    var table =
        new Table("SCOPE", "MODEL", "EVERY", "OLDER", "AT LEAST", "FORGET AFTER", "LAST", "NEXT");
    var troubles = new ArrayList<String>();
    for (var rule : rules) {
      table.row(
          rule.scope(),
          rule.model(),
          Words.duration(rule.every()),
          Words.duration(rule.olderThan()),
          Integer.toString(rule.atLeast()),
          rule.forgetAfter().map(Words::duration).orElse("never"),
          last(rule.last(), now),
          next(rule, now));
      rule.last()
          .flatMap(TidyTurnView::trouble)
          .ifPresent(
              why -> troubles.add("%s: %s\n".formatted(rule.scope(), common.paint.bad(why))));
    }
    return table + String.join("", troubles);
  }

  private static String last(Optional<TidyTurnView> last, Instant now) {
    return last.map(
            turn ->
                "%s, %s"
                    .formatted(
                        turn.summaries() == 1
                            ? "1 summary"
                            : "%d summaries".formatted(turn.summaries()),
                        Words.ago(turn.at(), now)))
        .orElse("–");
  }

  /** What is due waits for its turn, or has it just now. */
  static String next(TidyRuleView rule, Instant now) {
    return rule.nextAt().isAfter(now)
        ? "in " + Words.duration(Duration.between(now, rule.nextAt()))
        : "soon";
  }
}
