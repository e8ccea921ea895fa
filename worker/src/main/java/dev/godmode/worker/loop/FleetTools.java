package dev.godmode.worker.loop;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.AttemptDoor;
import dev.godmode.client.GodModeClient;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.api.MailViews.MessageView;
import dev.godmode.protocol.api.MailViews.NewMessage;
import dev.godmode.protocol.api.MailViews.SentMessage;
import dev.godmode.protocol.api.MailViews.TakeMessages;
import dev.godmode.protocol.api.MailViews.TakenMessages;
import dev.godmode.protocol.api.MemoryViews.NewMemory;
import dev.godmode.protocol.api.MemoryViews.RecallAnswer;
import dev.godmode.protocol.api.MemoryViews.RecallRequest;
import dev.godmode.protocol.api.MemoryViews.Remembered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the fleet remembers and writes to each other, by the attempt's credential. */
final class FleetTools {

  private static final int FOUND_MAX = 8;
  private static final String MESSAGES = "/api/v1/messages";

  private final Optional<GodModeClient> client;

  private FleetTools(Optional<GodModeClient> client) {
    this.client = client;
  }

  static FleetTools of(Map<String, String> environment) {
    return new FleetTools(AttemptDoor.of(environment).map(AttemptDoor::client));
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

  /**
   * Writes to somebody.
   *
   * @param to empty: whoever wrote the answered message
   * @param answers the id of a message
   */
  String send(String text, Optional<String> to, Optional<String> answers) {
    var message =
        new NewMessage(
            text,
            to,
            Optional.empty(),
            answers,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var sent = by(client -> client.post(SentMessage.class, MESSAGES, message));
    return "sent to %s. %s".formatted(sent.sent().to(), sent.hint());
  }

  /** What was written to this attempt, waiting for the first as long as it says. */
  String take(List<String> topics, int waitSeconds) {
    var wanted = new TakeMessages(Optional.of(topics), Optional.empty(), Optional.of(waitSeconds));
    var taken = by(client -> client.post(TakenMessages.class, MESSAGES + "/take", wanted));
    return taken.items().stream()
            .map(FleetTools::told)
            .collect(Collectors.joining("\n\n", "", taken.items().isEmpty() ? "" : "\n\n"))
        + taken.hint();
  }

  private static String told(MessageView message) {
    return "%s from %s to %s:\n%s"
        .formatted(
            message.id(), message.agent().orElse(message.from()), message.to(), message.text());
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
