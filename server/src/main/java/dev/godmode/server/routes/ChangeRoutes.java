package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.change.Repositories;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.Changes.ChangeDetail;
import dev.godmode.protocol.api.Changes.MergeRequest;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.event.FleetEvent.ChangeMerged;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Change;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Source;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.audit.FindingViews;
import dev.godmode.server.change.Merges;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.Ledger;
import dev.godmode.server.view.TaskFinder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What attempts changed in repositories: shown, and merged by a yes to exactly that. */
public final class ChangeRoutes {

  private static final int STORY_MAX = 1_000;
  private static final int ATTEMPT_MAX = 1_000_000;

  private final TaskFinder finder;
  private final Ledger ledger;
  private final Merges merges;

  public ChangeRoutes(TaskFinder finder, Ledger ledger, Merges merges) {
    this.finder = finder;
    this.ledger = ledger;
    this.merges = merges;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/tasks/{id}/diff", "What an attempt of it changed in its repository")
            .needs(Scope.TASKS_READ)
            .query("attempt", int.class, "the last one that changed something, when not said")
            .answers(ChangeDetail.class, this::detail),
        Route.post("/api/v1/tasks/{id}/merge", "Put exactly what was shown on its branch")
            .needs(Scope.CHANGES_MERGE)
            .takes(MergeRequest.class)
            .answers(Done.class, this::merge));
  }

  private record Found(Task task, Attempt attempt, AttemptReport report, Change change) {}

  private Found found(TaskId id, Optional<Integer> number) {
    var task = finder.task(id);
    return task.attempts().reversed().stream()
        .filter(attempt -> number.isEmpty() || number.get() == attempt.number())
        .flatMap(
            attempt ->
                attempt.report().stream()
                    .flatMap(
                        report ->
                            report.change().stream()
                                .map(change -> new Found(task, attempt, report, change))))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.notFound(
                    task.spec().source().isEmpty()
                        ? "task %s names no repository, so it has changed none: gm submit --repository"
                            .formatted(id)
                        : "no attempt%s of task %s has told what it changed (yet)"
                            .formatted(number.map(n -> " " + n).orElse(""), id)));
  }

  private ChangeDetail detail(Call call) {
    var id = finder.id(call.path("id"));
    var number =
        call.query("attempt").isEmpty()
            ? Optional.<Integer>empty()
            : Optional.of((int) call.number("attempt", 1, 1, ATTEMPT_MAX));
    var found = found(id, number);
    var merged = merged(id, found.change());
    return new ChangeDetail(
        id,
        found.attempt().number(),
        found.change(),
        merges
            .patch(found.change().hash())
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse(""),
        merged.isPresent() ? Optional.empty() : drift(found.change().base()),
        Merges.obstacle(found.report(), found.change(), true),
        merged,
        FindingViews.of(merges.findings(found.change())));
  }

  private Optional<String> merged(TaskId id, Change change) {
    return ledger.story(id.value(), STORY_MAX).stream()
        .flatMap(
            line ->
                line.event() instanceof ChangeMerged merged && merged.hash().equals(change.hash())
                    ? Optional.of(merged.commit()).stream()
                    : Optional.<String>empty().stream())
        .findFirst();
  }

  private Optional<String> drift(Checkout base) {
    var now =
        merges
            .repositories()
            .name(new Source(base.repository(), base.branch(), Source.Merge.PERSON));
    return switch (now) {
      case Repositories.At(var checkout) ->
          checkout.commit().equals(base.commit())
              ? Optional.empty()
              : Optional.of(
                  "%s has moved on since it began: it is %s now"
                      .formatted(base.branch(), checkout.words()));
      case Repositories.Nowhere(var why, _) -> Optional.of(why);
    };
  }

  private Done merge(Call call) {
    var id = finder.id(call.path("id"));
    var asked = call.body(MergeRequest.class);
    var found = found(id, asked.attempt());
    var change = found.change();
    if (!change.hash().equals(asked.hash())) {
      throw Refusal.conflict(
          "what you saw is not what this change is (its payload is %.12s, yours %.12s): look at it again"
              .formatted(change.hash(), asked.hash()));
    }
    Merges.obstacle(found.report(), change, asked.unproven().orElse(false))
        .ifPresent(
            why -> {
              throw Refusal.conflict(why);
            });
    return switch (merges.merge(found.task(), found.attempt(), change, call.by())) {
      case Repositories.Done(var commit) ->
          new Done(
              "%s is on %s now, as %.10s"
                  .formatted(change.words(), change.base().branch(), commit));
      case Repositories.Already() ->
          throw Refusal.conflict("%s is like that already".formatted(change.base().branch()));
      case Repositories.Conflicting(var files) ->
          throw Refusal.conflict(
              "%s has moved on in ways that nobody can join with this: %s. Have the task tried again: gm task retry %s"
                  .formatted(change.base().branch(), String.join(", ", files), id));
      case Repositories.Refused(var why) -> throw Refusal.conflict(why);
    };
  }
}
