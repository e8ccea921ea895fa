package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.projection.Tables.TaskQuery;
import dev.godmode.kernel.Command.AnswerQuestion;
import dev.godmode.protocol.api.Approvals.AnswerRequest;
import dev.godmode.protocol.api.Approvals.ApprovalList;
import dev.godmode.protocol.api.Approvals.ApprovalView;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.TaskFinder;
import dev.godmode.server.view.TaskViews;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What waits for a person, and the answers to what programs ask in the midst of their work. */
public final class ApprovalRoutes {

  private static final int SHOWN_MAX = 500;

  private final Orders orders;
  private final Tables tables;
  private final TaskFinder finder;

  public ApprovalRoutes(Orders orders, Tables tables, TaskFinder finder) {
    this.orders = orders;
    this.tables = tables;
    this.finder = finder;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/approvals", "What waits for a person, longest first")
            .needs(Scope.TASKS_READ)
            .answers(ApprovalList.class, _ -> list()),
        Route.post("/api/v1/tasks/{id}/answer", "Answer what its program asks, as it was shown")
            .needs(Scope.TASKS_APPROVE)
            .takes(AnswerRequest.class)
            .answers(Done.class, this::answer));
  }

  private ApprovalList list() {
    orders.awaitTables();
    var none = Optional.<String>empty();
    var waiting =
        new TaskQuery(Set.of(TaskState.WAITING), none, none, none, Optional.empty(), SHOWN_MAX);
    return new ApprovalList(
        tables.list(waiting).stream()
            .flatMap(task -> TaskViews.approval(task).stream())
            .sorted(Comparator.comparing(ApprovalView::since))
            .toList());
  }

  private Done answer(Call call) {
    var id = finder.id(call.path("id"));
    var asked = call.body(AnswerRequest.class);
    var answer = answer(asked);
    orders.carryOut(
        call.cause(), new AnswerQuestion(id, asked.question(), asked.payload(), answer, call.by()));
    return new Done("“%s” goes on: %s".formatted(finder.task(id).spec().name(), answer.words()));
  }

  private static Answer answer(AnswerRequest asked) {
    var text = asked.text().orElse("").strip();
    if (text.length() > Answer.TEXT_MAX_CHARS) {
      throw Refusal.invalid("'text' may have %d characters".formatted(Answer.TEXT_MAX_CHARS));
    }
    if (asked.allow().isPresent()) {
      return asked.allow().get() ? new Answer.Yes() : new Answer.No(text);
    }
    if (text.isEmpty()) {
      throw Refusal.invalid("say 'allow': true or false, or 'text'");
    }
    return new Answer.Words(text);
  }
}
