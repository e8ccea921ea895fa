package dev.godmode.control.inference.cache;

import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.protocol.inference.Caller;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question's last words, which may be said in other words, and all that stands around them, which
 * must be the same: tenant, model, everything said before, tools, every parameter.
 *
 * @param around a hash of it
 */
record Wording(CacheKey around, String words) {

  /** An embedder reads the beginning of a long text alone. */
  static final int WORDS_MAX_CHARS = 500;

  private record Place(ObjectNode holder, String field) {}

  /** Empty where the last word is not a person's, has more than text in it, or is long. */
  static Optional<Wording> of(Caller caller, String model, Asked asked) {
    var around = asked.body().deepCopy();
    return lastWords(asked, around)
        .flatMap(
            place -> {
              var words = place.holder().path(place.field()).asString("").strip();
              place.holder().put(place.field(), "");
              var rest = new Asked(asked.question(), around, asked.bytes(), asked.headers());
              return words.isEmpty() || words.length() > WORDS_MAX_CHARS
                  ? Optional.empty()
                  : Optional.of(new Wording(CacheKey.of(caller, model, rest), words));
            });
  }

  private static Optional<Place> lastWords(Asked asked, ObjectNode body) {
    return switch (asked.question()) {
      case CHAT, MESSAGES -> said(body.path("messages"), "text");
      case RESPONSES ->
          body.path("input").isString()
              ? Optional.of(new Place(body, "input"))
              : said(body.path("input"), "input_text");
      case EMBEDDINGS, COUNT_TOKENS -> Optional.empty();
    };
  }

  /** What the last of these messages says, when a person says it and it is one text. */
  private static Optional<Place> said(JsonNode messages, String textType) {
    if (!(messages.path(messages.size() - 1) instanceof ObjectNode last)
        || !"user".equals(last.path("role").asString(""))) {
      return Optional.empty();
    }
    var content = last.path("content");
    if (content.isString()) {
      return Optional.of(new Place(last, "content"));
    }
    return content.size() == 1
            && content.path(0) instanceof ObjectNode part
            && textType.equals(part.path("type").asString(""))
        ? Optional.of(new Place(part, "text"))
        : Optional.empty();
  }
}
