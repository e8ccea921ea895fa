package dev.godmode.kernel;

import dev.godmode.kernel.breaker.Breakers;
import dev.godmode.kernel.breaker.Mishap;
import dev.godmode.kernel.breaker.Way;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.task.Ending;
import java.time.Instant;

/** What breakers know after one more fact about a task. */
final class BreakerFold {

  private BreakerFold() {}

  /**
   * The fleet, with that.
   *
   * @param task after the fact
   */
  static Fleet after(Fleet fleet, TaskEvent event, Task task, Instant at) {
    return switch (event) {
      case AttemptLeased e ->
          fleet.breaking(fleet.breakers().leased(e.attempt(), Way.of(task, e.node()), at));
      case AttemptEnded e -> fleet.breaking(ended(fleet, e, task, at));
      case TaskEvent _ -> fleet;
    };
  }

  private static Breakers ended(Fleet fleet, AttemptEnded event, Task task, Instant at) {
    var breakers = fleet.breakers().ended(event.attempt());
    var ending = event.report().ending();
    if (ending == Ending.SUCCEEDED || ending == Ending.UNVERIFIED) {
      return breakers.recent().isEmpty()
          ? breakers
          : task.attempt(event.attempt())
              .map(attempt -> breakers.wentWell(Way.of(task, attempt.node())))
              .orElse(breakers);
    }
    var agent = fleet.agent(task.spec().agentType());
    return Mishap.of(task, event.attempt(), event.report(), agent, at)
        .map(breakers::failed)
        .orElse(breakers);
  }
}
