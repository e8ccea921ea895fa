package dev.godmode.server.routes;

import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.view.TaskFinder;
import java.util.Optional;

/**
 * Keeps attempts to what is theirs: their task, and what it handed in. To them a task that is not
 * theirs and one that does not exist look the same.
 */
final class OwnTasks {

  /** How deep tasks may hand in tasks; so deep it is looked for whose a task is. */
  static final int DEPTH_MAX = 3;

  private final TaskFinder finder;

  OwnTasks(TaskFinder finder) {
    this.finder = finder;
  }

  /** The task that the caller means, and may look at. */
  TaskId id(Call call, String words) {
    return call.principal() instanceof Principal.Holder(var claims)
        ? own(claims, words)
        : finder.id(words);
  }

  private TaskId own(AttemptClaims claims, String words) {
    var mine = claims.attempt().task();
    return Optional.of(words)
        .filter(text -> !text.isBlank() && text.length() <= TaskId.MAX_LENGTH)
        .map(TaskId::new)
        .filter(id -> descends(id, mine))
        .orElseThrow(OwnTasks::notOwn);
  }

  private static Refusal notOwn() {
    return new Refusal(
        403, "forbidden", "an attempt may look at its own task, and at those that it handed in");
  }

  private boolean descends(TaskId id, TaskId ancestor) {
    var at = Optional.of(id);
    for (var depth = 0; depth <= DEPTH_MAX && at.isPresent(); depth++) {
      if (at.get().equals(ancestor)) {
        return true;
      }
      at = parent(at.get());
    }
    return false;
  }

  /** How many tasks are above it. */
  int depth(TaskId id) {
    var depth = 0;
    for (var at = parent(id); at.isPresent() && depth <= DEPTH_MAX; at = parent(at.get())) {
      depth++;
    }
    return depth;
  }

  private Optional<TaskId> parent(TaskId id) {
    return finder.find(id).map(Task::spec).flatMap(TaskSpec::parent);
  }
}
