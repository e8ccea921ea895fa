package dev.godmode.server.inference;

import java.util.List;
import java.util.Map;

/** Lists of models as the vendors' clients read them. When a model was made, nobody here knows. */
final class ModelShapes {

  private static final String OWNER = "god-mode";
  private static final String BEGINNING = "1970-01-01T00:00:00Z";

  record OpenAiModel(String id, String object, long created, String ownedBy) {}

  record AnthropicModel(String type, String id, String displayName, String createdAt) {}

  private ModelShapes() {}

  static OpenAiModel openAiModel(String name) {
    return new OpenAiModel(name, "model", 0, OWNER);
  }

  static AnthropicModel anthropicModel(String name) {
    return new AnthropicModel("model", name, name, BEGINNING);
  }

  static Map<String, Object> openAi(List<String> names) {
    return Map.of("object", "list", "data", names.stream().map(ModelShapes::openAiModel).toList());
  }

  static Map<String, Object> anthropic(List<String> names) {
    return Map.of(
        "data",
        names.stream().map(ModelShapes::anthropicModel).toList(),
        "has_more",
        false,
        "first_id",
        names.isEmpty() ? "" : names.getFirst(),
        "last_id",
        names.isEmpty() ? "" : names.getLast());
  }
}
