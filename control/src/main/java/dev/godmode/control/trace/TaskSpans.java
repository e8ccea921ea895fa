package dev.godmode.control.trace;

import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.After;
import dev.godmode.kernel.task.TaskPhase.Ended;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.trace.Span;
import dev.godmode.protocol.trace.SpanBuilder;
import dev.godmode.protocol.trace.SpanKind;
import dev.godmode.protocol.trace.TraceContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A task's own span, and those of what it waited for. */
public final class TaskSpans {

  private TaskSpans() {}

  /** All of the task. */
  public static Span whole(Task task) {
    return SpanBuilder.builder()
        .at(TraceContext.of(task.id()))
        .kind(SpanKind.TASK)
        .name(task.spec().name())
        .beganAt(task.createdAt())
        .endedAt(end(task))
        .failed(task.state() == TaskState.FAILED)
        .facts(facts(task))
        .cause(task.spec().cause())
        .build();
  }

  private static Optional<Instant> end(Task task) {
    return task.phase() instanceof Ended ended ? Optional.of(ended.at()) : Optional.empty();
  }

  private static Map<String, String> facts(Task task) {
    var spec = task.spec();
    var facts = new HashMap<String, String>();
    facts.put("task", task.id().value());
    facts.put("agent", spec.agentType());
    facts.put("outcome", task.state().name().toLowerCase(Locale.ROOT));
    facts.put("attempts", String.valueOf(task.attemptsMade()));
    if (!spec.stream().isEmpty()) {
      facts.put("stream", spec.stream());
    }
    spec.roadmapKey().ifPresent(key -> facts.put("roadmap", key));
    return facts;
  }

  /** What it waited for before an attempt. */
  public static List<Span> before(Task task, Attempt attempt) {
    return waits(task, attempt.number(), attempt.queuedAt(), Optional.of(attempt.leasedAt()));
  }

  /** What it has waited for since its last attempt. */
  public static List<Span> since(Task task) {
    var next = task.attemptsMade() + 1;
    return switch (task.phase()) {
      case Running _, Stranded _ -> List.of();
      case Ended ended -> waits(task, next, Optional.empty(), Optional.of(ended.at()));
      case Queued(var since) -> waits(task, next, Optional.of(since), Optional.empty());
      case After _, Until _, Held _, Waiting _ ->
          waits(task, next, Optional.empty(), Optional.empty());
    };
  }

  private static List<Span> waits(
      Task task, int attempt, Optional<Instant> queued, Optional<Instant> until) {
    var ready = queued.or(() -> until);
    var from = begin(task, attempt).or(() -> ready).orElse(task.updatedAt());
    var pending = wait(task, attempt, SpanKind.PENDING, from, ready);
    return Stream.concat(
            Stream.of(pending).filter(_ -> ready.filter(from::equals).isEmpty()),
            queued.stream().map(since -> wait(task, attempt, SpanKind.QUEUED, since, until)))
        .toList();
  }

  /**
   * Since when there was nothing but waiting for that attempt; empty where nobody knows any more.
   */
  private static Optional<Instant> begin(Task task, int attempt) {
    return attempt == 1
        ? Optional.of(task.createdAt())
        : task.attempts().stream()
            .filter(one -> one.number() == attempt - 1)
            .findFirst()
            .flatMap(Attempt::endedAt);
  }

  private static Span wait(
      Task task, int attempt, SpanKind kind, Instant from, Optional<Instant> until) {
    var root = TraceContext.of(task.id());
    return SpanBuilder.builder()
        .at(root.child("%s %d".formatted(kind, attempt)))
        .parent(Optional.of(root.span()))
        .kind(kind)
        .name(kind == SpanKind.QUEUED ? "waits for a slot" : "is pending")
        .beganAt(from)
        .endedAt(until)
        .build();
  }
}
