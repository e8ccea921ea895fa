package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.step.Step;
import dev.godmode.control.step.Step.Spent;
import dev.godmode.control.step.StepBook;
import dev.godmode.control.step.StepLimits;
import dev.godmode.control.trace.Traces;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.api.StepViews.StepList;
import dev.godmode.protocol.api.StepViews.StepView;
import dev.godmode.protocol.api.TraceView;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.TaskFinder;
import java.util.List;

/** What attempts did, step by step: where the time and the money went. */
public final class StepRoutes {

  private final TaskFinder finder;
  private final StepBook book;
  private final Traces traces;

  public StepRoutes(TaskFinder finder, StepBook book) {
    this.finder = finder;
    this.book = book;
    this.traces = new Traces(book);
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/tasks/{id}/steps",
                "What an attempt did, step by step: models asked, tools used")
            .needs(Scope.LOGS_READ)
            .query("attempt", int.class, "the attempt's number; the last one if left out")
            .answers(StepList.class, this::list),
        Route.get(
                "/api/v1/tasks/{id}/trace",
                "A task's trace: what it waited for, its attempts, and what they did")
            .needs(Scope.LOGS_READ)
            .answers(TraceView.class, call -> traces.of(finder.task(id(call)))));
  }

  private TaskId id(Call call) {
    return finder.id(call.path("id"));
  }

  private StepList list(Call call) {
    var task = finder.task(id(call));
    var last = Math.max(1, task.attemptsMade());
    var number = (int) call.number("attempt", last, 1, Integer.MAX_VALUE);
    var attempt =
        task.attempts().stream()
            .filter(one -> one.number() == number)
            .findFirst()
            .orElseThrow(() -> none(task.attemptsMade()));
    return list(attempt, book.of(task.id(), number));
  }

  private static Refusal none(int made) {
    return Refusal.notFound(
        made == 0
            ? "the task has had no attempt yet"
            : "there is no such attempt: the task has had %d".formatted(made));
  }

  private static StepList list(Attempt attempt, List<Step> steps) {
    return new StepList(
        attempt.number(),
        attempt.leasedAt(),
        attempt.startedAt(),
        attempt.endedAt(),
        steps.stream().map(StepRoutes::view).toList(),
        steps.size() >= StepLimits.STEPS_MAX);
  }

  private static StepView view(Step step) {
    return new StepView(
        step.id(),
        step.kind(),
        step.name(),
        step.detail(),
        step.beganAt(),
        step.endedAt(),
        step.failed(),
        step.spent().map(Spent::input),
        step.spent().map(Spent::output),
        step.spent().map(Spent::cost));
  }
}
