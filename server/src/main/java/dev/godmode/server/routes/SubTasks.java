package dev.godmode.server.routes;

import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.protocol.recent.RecentMap;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.view.TaskFinder;
import java.util.Map;

/**
 * What an attempt may hand in: more work of its own kind, in its own stream, no more urgent than
 * its own, with no secrets but its own. Else a task would be a way to what its agent is not
 * allowed.
 */
final class SubTasks {

  /** By one attempt, as long as control lives. */
  static final int HANDED_IN_MAX = 100;

  private static final int ATTEMPTS_COUNTED = 10_000;

  private final TaskFinder finder;
  private final OwnTasks own;
  private final Map<AttemptKey, Integer> counts = RecentMap.byAge(ATTEMPTS_COUNTED);

  SubTasks(TaskFinder finder) {
    this.finder = finder;
    this.own = new OwnTasks(finder);
  }

  /**
   * What is asked for, as a task of the attempt's.
   *
   * @throws Refusal when it asks for what the attempt itself is not allowed
   */
  TaskSpec of(AttemptClaims claims, TaskSpec asked) {
    var task = claims.attempt().task();
    var parent = finder.task(task).spec();
    require(
        asked.agentType().equals(claims.agent()),
        "an attempt of %s may hand in tasks for %s only, not for %s",
        claims.agent(),
        claims.agent(),
        asked.agentType());
    require(
        asked.stream().equals(claims.stream()),
        "an attempt may hand in tasks of its own stream only, '%s'",
        claims.stream());
    require(
        asked.roadmapKey().isEmpty() && asked.keep().isEmpty(),
        "the roadmap and persistent agents are for people");
    require(
        asked.priority() <= parent.priority(),
        "its priority may be %d at most, its parent's",
        parent.priority());
    require(
        SecretReference.names(parent.env().values())
            .containsAll(SecretReference.names(asked.env().values())),
        "an attempt may hand on no secret but those that its own task was given");
    require(
        own.depth(task) < OwnTasks.DEPTH_MAX,
        "tasks may hand in tasks %d deep",
        OwnTasks.DEPTH_MAX);
    return asked.under(task);
  }

  /** Counts tasks before they are handed in. */
  void count(AttemptClaims claims, int more) {
    synchronized (counts) {
      var all = counts.getOrDefault(claims.attempt(), 0) + more;
      counts.put(claims.attempt(), all);
      require(all <= HANDED_IN_MAX, "an attempt may hand in %d tasks, not more", HANDED_IN_MAX);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would cost the server a library
  private static void require(boolean so, String why, Object... values) {
    if (!so) {
      throw new Refusal(403, "forbidden", why.formatted(values));
    }
  }
}
