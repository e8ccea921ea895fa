package dev.godmode.kernel.breaker;

import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An attempt that failed in a way that may be nothing of its task's.
 *
 * @param refuted what it is known not to be: for each set of what ways can share, one bit, set when
 *     an attempt that shares so much went well afterwards
 */
public record Mishap(
    AttemptKey attempt, Ending ending, String fingerprint, Way way, Instant at, int refuted) {

  /**
   * What the end of an attempt says; empty where it says nothing of the way it went. A program that
   * a task brings itself fails by that task's own fault, and what is kept running has brakes of its
   * own.
   */
  public static Optional<Mishap> of(
      Task task, AttemptKey key, AttemptReport report, Optional<AgentProfile> agent, Instant at) {
    var lease = task.phase().held().filter(held -> held.stopping() == Stopping.NO);
    var attempt = task.attempt(key);
    if (lease.isEmpty()
        || attempt.isEmpty()
        || task.spec().keep().isPresent()
        || !tells(task, report.ending(), agent)) {
      return Optional.empty();
    }
    var own = List.of(task.id().value(), task.spec().name(), attempt.get().nodeName());
    return Optional.of(
        new Mishap(
            key,
            report.ending(),
            Fingerprint.of(report, own),
            Way.of(task, attempt.get().node()),
            at,
            0));
  }

  private static boolean tells(Task task, Ending ending, Optional<AgentProfile> agent) {
    return switch (ending) {
      case SUCCEEDED, UNVERIFIED, STOPPED, ORPHANED, SECRET_MISSING -> false;
      case EXECUTOR_LOST, AGENT_FAILED, MODEL_UNREACHABLE, LIMIT_REACHED, LOGGED_OUT -> true;
      case CHECKS_FAILED -> task.spec().source().isPresent() && !bringsItsProgram(task, agent);
      case PROGRAM_FAILED, TIMED_OUT, OUTPUT_EXCEEDED, MEMORY_EXCEEDED, COULD_NOT_START, STUCK ->
          !bringsItsProgram(task, agent);
    };
  }

  private static boolean bringsItsProgram(Task task, Optional<AgentProfile> agent) {
    var speaks =
        agent.flatMap(profile -> AgentDriver.of(profile.driver())).filter(AgentDriver::speaks);
    return !task.spec().command().isEmpty() && speaks.isEmpty();
  }

  /** Checks that fail say something of the repository they fail in, and of nothing wider. */
  boolean mayBlame(int share) {
    return way.has(share) && (ending != Ending.CHECKS_FAILED || Way.isInRepository(share));
  }

  boolean isRefuted(int share) {
    return (refuted & 1 << share) != 0;
  }

  /** Another attempt went well: what both share is not what was wrong, nor is any part of that. */
  Mishap refutedBy(Way well) {
    var shared = way.shared(well);
    var more = refuted;
    for (var share : Way.SHARES) {
      if ((share & shared) == share) {
        more |= 1 << share;
      }
    }
    return more == refuted ? this : new Mishap(attempt, ending, fingerprint, way, at, more);
  }

  boolean isLike(Mishap other) {
    return fingerprint.equals(other.fingerprint);
  }
}
