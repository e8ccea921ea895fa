package dev.godmode.control.inference;

import dev.godmode.control.inference.dialect.Question;
import tools.jackson.databind.node.ObjectNode;

/**
 * The most that a question can use: no token is shorter than a byte, and no answer longer than it
 * is asked to be. A question that says nothing of that is told how long its answer may be.
 */
final class WorstCase {

  /** Tokens of an answer of which nobody said how long it may be. */
  static final long OUTPUT_USUAL = 16_384;

  /** Answers to one question at once. */
  private static final long ANSWERS_MAX = 128;

  private WorstCase() {}

  static TokenUse of(Question question, ObjectNode body, int bytes) {
    var answers = Math.clamp(body.path("n").asLong(1), 1, ANSWERS_MAX);
    return switch (question) {
      case CHAT, RESPONSES, MESSAGES -> new TokenUse(bytes, answers * output(question, body));
      case EMBEDDINGS, COUNT_TOKENS -> new TokenUse(bytes, 0);
    };
  }

  private static long output(Question question, ObjectNode body) {
    var asked = body.path(field(question, body));
    return asked.isIntegralNumber() && asked.canConvertToLong() && asked.longValue() >= 0
        ? asked.longValue()
        : OUTPUT_USUAL;
  }

  private static String field(Question question, ObjectNode body) {
    return switch (question) {
      case RESPONSES -> "max_output_tokens";
      case CHAT -> body.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
      case MESSAGES, EMBEDDINGS, COUNT_TOKENS -> "max_tokens";
    };
  }

  /** The question with a limit, where it had none. */
  static void limit(Question question, ObjectNode body) {
    switch (question) {
      case CHAT, RESPONSES, MESSAGES -> body.put(field(question, body), output(question, body));
      case EMBEDDINGS, COUNT_TOKENS -> {}
    }
  }
}
