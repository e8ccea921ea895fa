package dev.godmode.control.trace;

import dev.godmode.control.step.Step;
import dev.godmode.control.step.Step.Spent;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.AttemptBuilder;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskBuilder;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.AttemptReportBuilder;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.StepKind;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A task whose second attempt did it; all in seconds after noon. */
final class TracedTask {

  static final TaskId ID = new TaskId("01a3k5m7p9r1t");

  /** What no trace may tell. */
  static final String PRIVATE = "cat /home/ada/letters";

  private TracedTask() {}

  static Instant at(int second) {
    return Instant.parse("2026-11-27T12:00:00Z").plusSeconds(second);
  }

  /** Handed in at 0, ready at once, leased at 3 and 20, over at 60. */
  static Task ended() {
    return in(new TaskPhase.Ended(TaskState.SUCCEEDED, "", at(60)));
  }

  static Task in(TaskPhase phase) {
    return TaskBuilder.builder()
        .id(ID)
        .spec(
            TaskSpec.named("build the docs")
                .goal(PRIVATE)
                .agentType("writer")
                .roadmapKey(Optional.of("42"))
                .build())
        .phase(phase)
        .attempts(List.of(first(), second()))
        .attemptsMade(2)
        .result(PRIVATE)
        .createdAt(at(0))
        .updatedAt(at(60))
        .build();
  }

  static Attempt first() {
    return attempt(1, 0, 3, 10, Ending.PROGRAM_FAILED, List.of());
  }

  /** Two checks of two and three seconds are its end. */
  static Attempt second() {
    var checks = List.of(check("spelling", 2), check("links", 3));
    return attempt(2, 15, 20, 60, Ending.SUCCEEDED, checks);
  }

  private static CheckResult check(String name, int seconds) {
    return new CheckResult(name, true, 0, Duration.ofSeconds(seconds), PRIVATE);
  }

  private static Attempt attempt(
      int number, int queued, int leased, int ended, Ending ending, List<CheckResult> checks) {
    return AttemptBuilder.builder()
        .number(number)
        .fence(10L + number)
        .node(new NodeId("n1"))
        .nodeName("atlas")
        .why(PRIVATE)
        .queuedAt(Optional.of(at(queued)))
        .leasedAt(at(leased))
        .startedAt(Optional.of(at(leased + 1)))
        .endedAt(Optional.of(at(ended)))
        .report(Optional.of(report(ending).checks(checks).build()))
        .build();
  }

  private static AttemptReportBuilder report(Ending ending) {
    return AttemptReport.of(ending).reason(PRIVATE).result(PRIVATE);
  }

  static AttemptKey key() {
    return new AttemptKey(ID, 2, 12);
  }

  static Step model(int began, int took) {
    return Step.over(key(), "m" + began, StepKind.MODEL, "qwen3-8b", "local", at(began))
        .lasting(Duration.ofSeconds(took), false)
        .costing(new Spent(1_204, 96, new BigDecimal("0.0042")));
  }

  static Step bash(int began, Optional<Instant> ended) {
    return new Step(
        key(),
        "t" + began,
        StepKind.TOOL,
        "Bash",
        PRIVATE,
        at(began),
        ended,
        true,
        Optional.empty(),
        Optional.empty());
  }
}
