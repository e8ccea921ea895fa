package dev.godmode.worker.loop;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.AttemptDoor;
import dev.godmode.client.GodModeClient;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.api.MemoryViews.NewMemory;
import dev.godmode.protocol.api.MemoryViews.RecallAnswer;
import dev.godmode.protocol.api.MemoryViews.RecallRequest;
import dev.godmode.protocol.api.MemoryViews.Remembered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the fleet remembers, by the attempt's credential. */
final class FleetMemory {

  private static final int FOUND_MAX = 8;

  private final Optional<GodModeClient> client;

  private FleetMemory(Optional<GodModeClient> client) {
    this.client = client;
  }

  static FleetMemory of(Map<String, String> environment) {
    return new FleetMemory(AttemptDoor.of(environment).map(AttemptDoor::client));
  }

  String recall(String query) {
    var none = Optional.<List<String>>empty();
    var wanted =
        new RecallRequest(
            query, none, none, Optional.empty(), Optional.empty(), Optional.of(FOUND_MAX), none);
    var answer = by(client -> client.post(RecallAnswer.class, "/api/v1/memory/recall", wanted));
    return answer.found().isEmpty()
        ? "nothing is remembered about it"
        : answer.found().stream()
            .map(found -> "- " + found.memory().text())
            .collect(Collectors.joining("\n"));
  }

  String remember(String text, Optional<String> scope, List<String> tags) {
    var fresh = new NewMemory(text, scope, Optional.of(tags), Optional.empty());
    var kept = by(client -> client.post(Remembered.class, "/api/v1/memories", fresh));
    return kept.known() ? "it was known already" : "remembered in " + kept.memory().scope();
  }

  private <T> T by(Function<GodModeClient, T> call) {
    try {
      return call.apply(
          client.orElseThrow(() -> new ToolTrouble("control is not in reach from here")));
    } catch (ApiProblem | Unreachable e) {
      throw new ToolTrouble(String.valueOf(e.getMessage()));
    }
  }
}
