package dev.godmode.control.trace;

import dev.godmode.control.step.StepBook;
import dev.godmode.control.step.StepLimits;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.TraceView;
import dev.godmode.protocol.trace.Span;
import dev.godmode.protocol.trace.TraceContext;
import java.util.ArrayList;
import java.util.List;

/** Traces as they are now, of tasks that live or have ended. */
public final class Traces {

  private final StepBook book;

  public Traces(StepBook book) {
    this.book = book;
  }

  /** A task's; of very many steps the last attempts' are there. */
  public TraceView of(Task task) {
    var parts = new ArrayList<List<Span>>();
    var room = StepLimits.STEPS_MAX;
    var more = task.attempts().size() < task.attemptsMade();
    for (var attempt : task.attempts().reversed()) {
      var steps = book.of(task.id(), attempt.number());
      var shown = steps.subList(0, Math.min(room, steps.size()));
      room -= shown.size();
      more |= shown.size() < steps.size() || steps.size() == StepLimits.STEPS_MAX;
      parts.add(AttemptSpans.of(task, attempt, shown));
      parts.add(TaskSpans.before(task, attempt));
    }
    parts.add(List.of(TaskSpans.whole(task)));
    var spans = new ArrayList<Span>();
    parts.reversed().forEach(spans::addAll);
    spans.addAll(TaskSpans.since(task));
    return new TraceView(TraceContext.of(task.id()).trace(), spans, more);
  }
}
