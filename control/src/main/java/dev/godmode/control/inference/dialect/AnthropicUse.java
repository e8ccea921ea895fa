package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.TokenUse;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What an Anthropic answer says of its tokens: some at its beginning, some at its end. */
final class AnthropicUse {

  private Optional<Long> input = Optional.empty();
  private long output;

  void note(JsonNode usage) {
    var fresh = count(usage, "input_tokens");
    if (fresh.isPresent()) {
      var cached =
          count(usage, "cache_read_input_tokens").orElse(0L)
              + count(usage, "cache_creation_input_tokens").orElse(0L);
      input = Optional.of(fresh.get() + cached);
    }
    output = count(usage, "output_tokens").orElse(output);
  }

  private static Optional<Long> count(JsonNode usage, String field) {
    return Trees.count(usage, field).filter(TokenUse::isSane);
  }

  Optional<TokenUse> tokens() {
    return input.map(in -> new TokenUse(in, output));
  }

  static void requireNoComplaint(JsonNode answer) throws BadAnswer {
    var complaint = Trees.complaint(answer);
    if (complaint.isPresent()) {
      throw new BadAnswer("it says: " + complaint.get());
    }
  }
}
