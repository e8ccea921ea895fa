package dev.godmode.testkit.model;

import dev.godmode.protocol.json.Json;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Vectors that depend on the text and on nothing else. They are lists, whatever was asked for. */
final class Embeddings {

  private static final int DIMENSIONS = 8;

  private Embeddings() {}

  static String of(JsonNode body) {
    var answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("object", "list")
            .put("model", body.path("model").asString(""));
    var data = answer.putArray("data");
    var input = body.path("input");
    if (input.isArray()) {
      input.forEach(text -> add(data, text));
    } else {
      add(data, input);
    }
    answer
        .putObject("usage")
        .put("prompt_tokens", 3 * data.size())
        .put("total_tokens", 3 * data.size());
    return Json.write(answer);
  }

  private static void add(tools.jackson.databind.node.ArrayNode data, JsonNode text) {
    var item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
    var vector = item.putArray("embedding");
    var random = new Random(text.asString("").hashCode());
    for (var i = 0; i < DIMENSIONS; i++) {
      vector.add(random.nextFloat());
    }
  }
}
