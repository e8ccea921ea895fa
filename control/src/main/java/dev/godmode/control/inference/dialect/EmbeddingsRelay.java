package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.ServerEvent;
import dev.godmode.control.inference.TokenUse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Embeddings, both sides at once. The official clients ask for base64 (little-endian 32-bit floats)
 * and not every server has it, so what comes is brought into the form that was asked for.
 */
final class EmbeddingsRelay implements ClientSide, ProviderSide {

  private final ObjectNode body;
  private final boolean base64;
  private Optional<TokenUse> use = Optional.empty();

  EmbeddingsRelay(ObjectNode body) {
    this.body = body;
    this.base64 = Trees.text(body, "encoding_format").equals("base64");
  }

  @Override
  public String path() {
    return "/embeddings";
  }

  @Override
  public ObjectNode request() {
    if (body.path("input").isMissingNode()) {
      throw new IllegalArgumentException("'input' is missing: a text, or a list of texts");
    }
    var form = Trees.text(body, "encoding_format");
    if (!List.of("", "float", "base64").contains(form)) {
      throw new IllegalArgumentException(
          "'encoding_format' is float or base64, was '%s'".formatted(form));
    }
    return body;
  }

  @Override
  public ObjectNode request(ObjectNode chat) {
    return chat;
  }

  @Override
  public JsonNode whole(JsonNode answer) throws BadAnswer {
    var complaint = Trees.complaint(answer);
    if (complaint.isPresent()) {
      throw new BadAnswer("it says: " + complaint.get());
    }
    if (!answer.path("data").isArray()) {
      throw new BadAnswer("its answer has no 'data'");
    }
    use =
        Trees.count(answer.path("usage"), "prompt_tokens")
            .filter(TokenUse::isSane)
            .map(input -> new TokenUse(input, 0));
    for (var item : answer.path("data")) {
      if (item instanceof ObjectNode one) {
        one.set("embedding", inForm(one.path("embedding")));
      }
    }
    return answer;
  }

  private JsonNode inForm(JsonNode vector) throws BadAnswer {
    if (vector instanceof ArrayNode floats) {
      return base64 ? StringNode.valueOf(encoded(floats)) : floats;
    }
    if (!vector.isString()) {
      throw new BadAnswer("one of its vectors is neither a list of numbers nor base64");
    }
    return base64 ? vector : decoded(vector.stringValue());
  }

  private static String encoded(ArrayNode floats) throws BadAnswer {
    var bytes = ByteBuffer.allocate(floats.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (var one : floats) {
      if (!one.isNumber()) {
        throw new BadAnswer("one of its vectors has something in it that is no number");
      }
      bytes.putFloat(one.floatValue());
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static ArrayNode decoded(String text) throws BadAnswer {
    try {
      var floats = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
      var list = Trees.array();
      while (floats.remaining() >= Float.BYTES) {
        list.add(floats.getFloat());
      }
      return list;
    } catch (IllegalArgumentException e) {
      throw new BadAnswer("one of its vectors is no base64");
    }
  }

  @Override
  public List<JsonNode> on(ServerEvent event) throws BadAnswer {
    throw new BadAnswer("it streams an embedding");
  }

  @Override
  public List<ServerEvent> on(JsonNode chunk) {
    return List.of();
  }

  @Override
  public List<ServerEvent> end() {
    return List.of();
  }

  @Override
  public List<ServerEvent> broken(String code, String words) {
    return List.of();
  }

  @Override
  public boolean isFinished() {
    return true;
  }

  @Override
  public Optional<TokenUse> use() {
    return use;
  }
}
