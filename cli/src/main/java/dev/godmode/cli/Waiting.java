package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.json.Json;
import java.util.Set;

/** Waits on the event stream, not by asking again and again. */
final class Waiting {

  static final Set<String> ENDS =
      Set.of("TaskSucceeded", "TaskUnverified", "TaskFailed", "TaskCancelled");

  private Waiting() {}

  static void untilEnded(GodModeClient client, String task) {
    var detail = client.get(TaskDetail.class, API + "/tasks/" + task);
    if (detail.task().state().isTerminal()) {
      return;
    }
    var from = detail.story().isEmpty() ? 0 : detail.story().getLast().sequence();
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
