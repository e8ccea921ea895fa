package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.ServerEvent;
import dev.godmode.control.inference.TokenUse;
import dev.godmode.protocol.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's messages between a client and a provider that both speak them: all passes as it is.
 */
final class MessagesRelay implements ClientSide, ProviderSide {

  /** Where tokens are counted and nothing is answered. */
  static final String COUNT = "/messages/count_tokens";

  private final ObjectNode body;
  private final String path;
  private final AnthropicUse use = new AnthropicUse();
  private boolean finished;

  MessagesRelay(ObjectNode body, String path) {
    this.body = body;
    this.path = path;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public ObjectNode request() {
    return body;
  }

  @Override
  public ObjectNode request(ObjectNode chat) {
    return chat;
  }

  @Override
  public JsonNode whole(JsonNode answer) throws BadAnswer {
    AnthropicUse.requireNoComplaint(answer);
    use.note(answer.path("usage"));
    return answer;
  }

  @Override
  public List<JsonNode> on(ServerEvent event) throws BadAnswer {
    var data = Trees.parsed(event.data());
    switch (Trees.text(data, "type")) {
      case "message_start" -> use.note(data.path("message").path("usage"));
      case "message_delta" -> use.note(data.path("usage"));
      case "message_stop" -> finished = true;
      case "error" ->
          throw new BadAnswer("it says: " + Trees.complaint(data).orElse("an error without words"));
      default -> {}
    }
    return List.of(data);
  }

  @Override
  public List<ServerEvent> on(JsonNode chunk) {
    return List.of(new ServerEvent(Trees.text(chunk, "type"), Json.write(chunk)));
  }

  @Override
  public List<ServerEvent> end() {
    return List.of();
  }

  @Override
  public List<ServerEvent> broken(String code, String words) {
    return List.of(MessagesClient.error(words));
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public Optional<TokenUse> use() {
    return path.equals(COUNT) ? Optional.of(TokenUse.NONE) : use.tokens();
  }
}
