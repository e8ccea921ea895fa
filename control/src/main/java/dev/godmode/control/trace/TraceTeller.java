package dev.godmode.control.trace;

import dev.godmode.control.outbox.Recipient;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.step.StepBook;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.AttemptBuilder;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.TaskCancelled;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.event.TaskEvent.TaskSucceeded;
import dev.godmode.protocol.event.TaskEvent.TaskUnverified;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells a collector of traces: an attempt's spans when it has ended, the task's own when that has.
 * It reads them then from where they are kept, so nothing gathers while the collector is away.
 */
public final class TraceTeller implements Recipient {

  /** A call of a model that its program left behind may end so long after its attempt. */
  static final Duration SETTLES_IN = Duration.ofSeconds(5);

  /** No more entries are looked at in one turn when there are so many spans of them. */
  static final int SPANS_ENOUGH = 5_000;

  private static final String NOBODY_KNOWS = "?";

  /** Where tasks and steps are found. */
  public record Sources(Tables tables, StepBook steps, InstantSource clock) {}

  private final Sources sources;
  private final TraceCollector collector;

  public TraceTeller(Sources sources, TraceCollector collector) {
    this.sources = sources;
    this.collector = collector;
  }

  @Override
  public int take(List<JournalEntry> entries) {
    var known = sources.tables().position();
    var settled = sources.clock().instant().minus(SETTLES_IN);
    var spans = new ArrayList<Span>();
    var taken = 0;
    for (var entry : entries) {
      if (entry.sequence() > known || entry.at().isAfter(settled) || spans.size() >= SPANS_ENOUGH) {
        break;
      }
      ended(entry).filter(span -> span.endedAt().isPresent()).forEach(spans::add);
      taken++;
    }
    if (!spans.isEmpty()) {
      collector.send(spans);
    }
    return taken;
  }

  /** What has ended with it. */
  private Stream<Span> ended(JournalEntry entry) {
    return switch (entry.event()) {
      case AttemptEnded ended ->
          task(ended).flatMap(task -> attempt(task, attempt(task, ended, entry.at())));
      case TaskSucceeded ended -> task(ended).flatMap(TraceTeller::whole);
      case TaskUnverified ended -> task(ended).flatMap(TraceTeller::whole);
      case TaskFailed ended -> task(ended).flatMap(TraceTeller::whole);
      case TaskCancelled ended -> task(ended).flatMap(TraceTeller::whole);
      default -> Stream.empty();
    };
  }

  private Stream<Task> task(TaskEvent event) {
    return sources.tables().task(event.task()).stream();
  }

  private Stream<Span> attempt(Task task, Attempt attempt) {
    var steps = sources.steps().of(task.id(), attempt.number());
    return Stream.concat(
        TaskSpans.before(task, attempt).stream(), AttemptSpans.of(task, attempt, steps).stream());
  }

  /** Of those that live on and on only the last attempts are remembered. */
  private static Attempt attempt(Task task, AttemptEnded ended, Instant at) {
    return task.attempt(ended.attempt()).orElseGet(() -> forgotten(ended, at));
  }

  private static Attempt forgotten(AttemptEnded ended, Instant at) {
    return AttemptBuilder.builder()
        .number(ended.attempt().number())
        .fence(ended.attempt().fence())
        .node(new NodeId(NOBODY_KNOWS))
        .nodeName(NOBODY_KNOWS)
        .why("")
        .leasedAt(at.minus(ended.report().took()))
        .endedAt(Optional.of(at))
        .report(Optional.of(ended.report()))
        .build();
  }

  private static Stream<Span> whole(Task task) {
    return Stream.concat(Stream.of(TaskSpans.whole(task)), TaskSpans.since(task).stream());
  }

  @Override
  public void close() {
    collector.close();
  }
}
