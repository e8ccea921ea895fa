package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.StepViews.StepList;
import dev.godmode.protocol.api.StepViews.StepView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where an attempt's time went, and its money. */
@Command(
    name = "steps",
    description =
        "What an attempt did, step by step: models asked, tools used, with time and cost.")
final class StepsCommand implements Callable<Integer> {

  private static final int BAR = 32;
  private static final int WHAT_MAX = 60;

  @Mixin Common common = new Common();

  @Parameters(paramLabel = "TASK")
  String task = "";

  @Option(names = "--attempt", description = "Which attempt; the last unless told.")
  Optional<Integer> attempt = Optional.empty();

  @Override
  public Integer call() {
    try (var client = common.client()) {
      var steps =
          client.get(
              StepList.class,
              GodModeClient.path(
                  API + "/tasks/" + encoded(task) + "/steps",
                  Map.of("attempt", attempt.map(String::valueOf))));
      common.answer(steps, words(steps, common.clock.instant()));
    }
    return Exit.OK;
  }

  static String words(StepList steps, Instant now) {
    var end = steps.endedAt().orElse(now);
    var axis = new Axis(steps.leasedAt(), end, BAR);
    var table = new Table("FROM", "TOOK", axis.head(), "STEP", "WHAT");
    var begun = steps.startedAt().orElse(end);
    table.row(
        axis.from(steps.leasedAt()),
        axis.took(steps.leasedAt(), begun),
        axis.bar(steps.leasedAt(), begun),
        "gets ready",
        "");
    for (var step : steps.items()) {
      var until = step.endedAt().orElse(end);
      table.row(
          axis.from(step.beganAt()),
          axis.took(step.beganAt(), until) + (step.endedAt().isEmpty() ? "…" : ""),
          axis.bar(step.beganAt(), until),
          step.name() + (step.failed() ? " ✗" : ""),
          Words.cut(what(step), WHAT_MAX));
    }
    return "Attempt %d, %s%s\n%s%s"
        .formatted(
            steps.attempt(),
            Words.duration(Duration.between(steps.leasedAt(), end)),
            steps.endedAt().isEmpty() ? " so far" : "",
            table,
            tail(steps));
  }

  private static String what(StepView step) {
    var said = new ArrayList<String>();
    step.inputTokens().ifPresent(in -> said.add("%,d tokens in".formatted(in)));
    step.outputTokens().ifPresent(out -> said.add("%,d out".formatted(out)));
    step.cost().filter(cost -> cost.signum() > 0).ifPresent(cost -> said.add(dollars(cost)));
    said.add(step.detail());
    return String.join(", ", said);
  }

  private static String dollars(BigDecimal cost) {
    return cost.stripTrailingZeros().toPlainString() + " USD";
  }

  private static String tail(StepList steps) {
    if (steps.more()) {
      return "There were more: these are the first %,d.\n".formatted(steps.items().size());
    }
    return steps.items().isEmpty()
        ? "It has asked no model through the gateway and told of no tool it used.\n"
        : "";
  }
}
