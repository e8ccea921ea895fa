package dev.godmode.protocol.task;

import dev.godmode.protocol.record.Buildable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a worker says of an attempt that ended.
 *
 * @param reason one sentence for people, redacted; empty when there is nothing to add
 * @param result what the program left in the file {@code GODMODE_RESULT}, at most {@link
 *     #RESULT_MAX_BYTES}, redacted; tasks that come after this one can read it
 * @param outputBytes what the program printed, in bytes before any limit
 * @param change what it changed in its repository; empty where it began from none
 * @param agent what an agent's program told of its work; journals of old have none
 */
@Buildable
public record AttemptReport(
    Ending ending,
    Optional<Integer> exitCode,
    String reason,
    List<CheckResult> checks,
    String result,
    Duration took,
    long outputBytes,
    Optional<AgentWork> agent,
    Optional<Change> change) {

  public static final int RESULT_MAX_BYTES = 64 << 10;

  public AttemptReport {
    checks = List.copyOf(checks);
  }

  /** The same with what its agent told. */
  public AttemptReport of(AgentWork work) {
    return AttemptReportBuilder.from(this).agent(Optional.of(work)).build();
  }

  /** An end of which there is nothing more to say. */
  public static AttemptReportBuilder of(Ending ending) {
    return AttemptReportBuilder.builder().ending(ending).reason("").result("").took(Duration.ZERO);
  }
}
