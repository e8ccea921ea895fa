package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.api.TaskDetail.StateVisit;
import dev.godmode.protocol.json.Json;
import java.util.List;
import java.util.Set;

/** Waits on the event stream, not by asking again and again. */
final class Waiting {

  static final Set<String> ENDS =
      Set.of("TaskSucceeded", "TaskUnverified", "TaskFailed", "TaskCancelled");

  private Waiting() {}

  /** Looks, and follows from there; when the stream ends before the task does, again. */
  static void untilEnded(GodModeClient client, String task) {
    var detail = look(client, task);
    while (!detail.task().state().isTerminal()) {
      if (!hasEnded(detail.path())) {
        follow(client, task, detail.story());
      }
      detail = look(client, task);
    }
  }

  private static TaskDetail look(GodModeClient client, String task) {
    return client.get(TaskDetail.class, API + "/tasks/" + task);
  }

  /** Its end fell between the two halves of the look: no event will tell of it any more. */
  private static boolean hasEnded(List<StateVisit> path) {
    return !path.isEmpty() && path.getLast().state().isTerminal();
  }

  private static void follow(GodModeClient client, String task, List<LedgerLine> story) {
    var from = story.isEmpty() ? 0 : story.getLast().sequence();
    client.follow(
        API + "/events?after=" + from,
        event -> {
          if (!event.name().equals("entry")) {
            return true;
          }
          var line = Json.read(LedgerLine.class, event.data());
          return !(line.subject().equals(task) && ENDS.contains(line.kind()));
        });
  }
}
