package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.ServerEvent;
import dev.godmode.control.inference.TokenUse;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A provider that speaks chat completions itself. */
final class OpenAiProvider implements ProviderSide {

  private boolean finished;
  private Optional<TokenUse> use = Optional.empty();

  @Override
  public String path() {
    return "/chat/completions";
  }

  @Override
  public ObjectNode request(ObjectNode chat) {
    return chat;
  }

  @Override
  public JsonNode whole(JsonNode answer) throws BadAnswer {
    requireNoComplaint(answer);
    if (!answer.path("choices").isArray()) {
      throw new BadAnswer("its answer has no 'choices'");
    }
    note(answer.path("usage"));
    return answer;
  }

  @Override
  public List<JsonNode> on(ServerEvent event) throws BadAnswer {
    if (event.data().strip().equals("[DONE]")) {
      finished = true;
      return List.of();
    }
    var chunk = Trees.parsed(event.data());
    requireNoComplaint(chunk);
    note(chunk.path("usage"));
    finished |=
        Trees.items(chunk.path("choices")).stream()
            .anyMatch(choice -> choice.path("finish_reason").isString());
    return List.of(chunk);
  }

  private static void requireNoComplaint(JsonNode answer) throws BadAnswer {
    var complaint = Trees.complaint(answer);
    if (complaint.isPresent()) {
      throw new BadAnswer("it says: " + complaint.get());
    }
  }

  private void note(JsonNode usage) {
    var input = Trees.count(usage, "prompt_tokens").filter(TokenUse::isSane);
    var output = Trees.count(usage, "completion_tokens").filter(TokenUse::isSane);
    if (input.isPresent()) {
      use = Optional.of(new TokenUse(input.get(), output.orElse(0L)));
    }
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public Optional<TokenUse> use() {
    return use;
  }
}
