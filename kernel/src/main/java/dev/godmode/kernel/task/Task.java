package dev.godmode.kernel.task;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.record.Buildable;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A task as the kernel holds it; immutable, so that it can be handed to the projector as it is.
 *
 * @param attempts all that were made, oldest first, at most {@link #ATTEMPTS_KEPT}
 * @param attemptsMade how many were made in all
 * @param failures how many of them count against the retry policy, since the last revival; of a
 *     persistent agent how many ended by themselves, since a person last let it go on
 * @param ended dependencies that have ended, with their results
 * @param result what the last good attempt left
 */
@Buildable
public record Task(
    TaskId id,
    TaskSpec spec,
    TaskPhase phase,
    List<Attempt> attempts,
    int attemptsMade,
    int failures,
    boolean approved,
    List<EndedDependency> ended,
    String result,
    Instant createdAt,
    Instant updatedAt) {

  public static final int ATTEMPTS_KEPT = 50;

  public Task {
    attempts = List.copyOf(attempts);
    ended = List.copyOf(ended);
  }

  public TaskState state() {
    return phase.state();
  }

  /** Tasks it comes after that have not ended well yet. */
  public Set<TaskId> unsatisfied() {
    var open = new LinkedHashSet<>(spec.after());
    ended.stream()
        .filter(dependency -> dependency.state().satisfiesDependents())
        .forEach(dependency -> open.remove(dependency.task()));
    return open;
  }

  /** Tasks it comes after that have ended badly. */
  public List<EndedDependency> failedDependencies() {
    return ended.stream()
        .filter(dependency -> spec.after().contains(dependency.task()))
        .filter(dependency -> !dependency.state().satisfiesDependents())
        .toList();
  }

  /** How others that come after it will know it. */
  public EndedDependency asDependency() {
    return new EndedDependency(
        id, spec.roadmapKey().orElse(id.value()), state(), result, lastNode());
  }

  /** Where its last attempt ran. */
  public Optional<NodeId> lastNode() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast().node());
  }

  public Optional<Attempt> attempt(AttemptKey key) {
    return attempts.stream()
        .filter(attempt -> attempt.number() == key.number() && attempt.fence() == key.fence())
        .findFirst();
  }

  /** What is set aside for an attempt of it. */
  public Optional<Allotment> allotment(AttemptKey key) {
    return attempt(key).flatMap(Attempt::allotment);
  }

  /** With what is now known of a task it comes after. */
  public Task knowing(EndedDependency dependency, Instant at) {
    var all = new ArrayList<>(ended);
    all.removeIf(known -> known.task().equals(dependency.task()));
    all.add(dependency);
    return TaskBuilder.from(this).ended(all).updatedAt(at).build();
  }

  Task with(TaskPhase next) {
    return TaskBuilder.from(this).phase(next).build();
  }

  Task withSpec(TaskSpec next, List<EndedDependency> nowEnded) {
    return TaskBuilder.from(this).spec(next).ended(nowEnded).build();
  }

  Task touched(Instant at) {
    return TaskBuilder.from(this).updatedAt(at).build();
  }

  Task approve() {
    return TaskBuilder.from(this).phase(new TaskPhase.After(unsatisfied())).approved(true).build();
  }

  Task attempted(Attempt attempt) {
    var kept =
        new ArrayList<>(
            attempts.subList(Math.max(0, attempts.size() + 1 - ATTEMPTS_KEPT), attempts.size()));
    kept.add(attempt);
    return TaskBuilder.from(this).attempts(kept).attemptsMade(attempt.number()).build();
  }

  Task amending(AttemptKey key, UnaryOperator<Attempt> change) {
    var changed =
        attempts.stream()
            .map(
                attempt ->
                    attempt.number() == key.number() && attempt.fence() == key.fence()
                        ? change.apply(attempt)
                        : attempt)
            .toList();
    return TaskBuilder.from(this).attempts(changed).build();
  }

  /** A failure that others had as well counts against none of them. */
  Task excusing(AttemptKey key, String breaker) {
    var counted =
        attempt(key)
            .filter(attempt -> attempt.excused().isEmpty())
            .flatMap(Attempt::report)
            .filter(this::counts)
            .isPresent();
    return TaskBuilder.from(amending(key, attempt -> attempt.excused(breaker)))
        .failures(counted ? Math.max(0, failures - 1) : failures)
        .build();
  }

  Task withoutFailures() {
    return TaskBuilder.from(this).failures(0).build();
  }

  /** How many attempts ended by themselves since then, of those that count as failures. */
  public int endsSince(Instant since) {
    var late =
        attempts.stream()
            .filter(attempt -> attempt.report().filter(this::counts).isPresent())
            .filter(attempt -> attempt.endedAt().filter(at -> !at.isBefore(since)).isPresent())
            .count();
    return (int) Math.min(late, failures);
  }

  /** What is kept running fails by any end of its own, a good one too. */
  public boolean counts(AttemptReport report) {
    var ending = report.ending();
    return ending.countsAsFailure()
        || (spec.keep().isPresent() && (ending == Ending.SUCCEEDED || ending == Ending.UNVERIFIED));
  }

  /** With what a report says of the task: a failure more, or a result. */
  Task counting(AttemptReport report) {
    return TaskBuilder.from(this)
        .failures(counts(report) ? failures + 1 : failures)
        .result(report.result().isEmpty() ? result : report.result())
        .build();
  }
}
