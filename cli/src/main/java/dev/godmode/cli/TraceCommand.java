package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.TraceView;
import dev.godmode.protocol.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A task from when it was handed in to its end, as a waterfall that fits a terminal. */
@Command(
    name = "trace",
    description = "A task's trace as a waterfall: what it waited for, its attempts, their steps.")
final class TraceCommand implements Callable<Integer> {

  private static final int BAR = 16;
  private static final int TERMINAL = 80;

  @Mixin Common common = new Common();

  @Parameters(paramLabel = "TASK")
  String task = "";

  @Override
  public Integer call() {
    try (var client = common.client()) {
      var path = API + "/tasks/" + encoded(task) + "/trace";
      var trace = client.get(TraceView.class, GodModeClient.path(path, Map.of()));
      common.answer(trace, words(trace, common.clock.instant()));
    }
    return Exit.OK;
  }

  static String words(TraceView trace, Instant now) {
    var whole = trace.spans().getFirst();
    var end = whole.endedAt().orElse(now);
    var axis = new Axis(whole.beganAt(), end, BAR);
    var table = new Table("FROM", "TOOK", axis.head(), "WHAT").within(TERMINAL);
    for (var span : trace.spans().subList(1, trace.spans().size())) {
      var until = span.endedAt().orElse(end);
      table.row(
          axis.from(span.beganAt()),
          axis.took(span.beganAt(), until) + (span.endedAt().isEmpty() ? "…" : ""),
          axis.bar(span.beganAt(), until),
          what(span));
    }
    return "%s  %s, %s%s\ntrace %s\n\n%s%s"
        .formatted(
            whole.name(),
            outcome(whole).orElse(""),
            Words.duration(Duration.between(whole.beganAt(), end)),
            whole.endedAt().isEmpty() ? " so far" : "",
            trace.trace(),
            table,
            trace.more() ? "There was more: 'gm task steps' tells of one attempt.\n" : "");
  }

  private static String what(Span span) {
    var failed = span.failed() ? " ✗" : "";
    return switch (span.kind()) {
      case TASK, PENDING, QUEUED -> span.name();
      case ATTEMPT ->
          "%s on %s%s"
              .formatted(
                  span.name(),
                  span.facts().getOrDefault("node", "?"),
                  outcome(span).map(word -> ": " + word).orElse(""));
      case READY, QUESTION -> "  " + span.name();
      case MODEL, TOOL, FLEET, CHECK -> "  " + span.name() + failed + spent(span);
    };
  }

  private static Optional<String> outcome(Span span) {
    return Optional.ofNullable(span.facts().get("outcome")).map(word -> word.replace('_', ' '));
  }

  private static String spent(Span span) {
    var said =
        Stream.of(
                span.inputTokens().map("%,d in"::formatted),
                span.outputTokens().map("%,d out"::formatted),
                span.cost()
                    .filter(cost -> cost.signum() > 0)
                    .map(cost -> "$" + cost.stripTrailingZeros().toPlainString()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return said.isEmpty() ? "" : ": " + said;
  }
}
