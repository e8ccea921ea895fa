package dev.godmode.control.agent;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Lifecycle.Serving;
import dev.godmode.protocol.task.ScalingRule;
import dev.godmode.protocol.text.Quantities;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the part {@code serves} of a profile, whose program is a server of models then. */
final class ServesReader {

  static final String KEY = "serves";

  private static final Set<String> KEYS = Set.of("models", "min", "max", "target_queue", "idle");
  private static final int TARGET_QUEUE = 4;
  private static final Duration IDLE = Duration.ofMinutes(10);

  /** What makes no sense beside it, and why. */
  private static final Map<String, String> CONTRADICTIONS =
      Map.of(
          "lifecycle", "how long servers live is said by 'serves'",
          "persistent", "how long servers live is said by 'serves'",
          "scaling", "how many servers there are is said by 'serves'",
          "checks", "a server never ends well, so there is nothing to check",
          "container", "nothing comes into a container, so a server in one is not reached");

  private ServesReader() {}

  /** Empty when the profile says nothing of it, or something is wrong, which is noted then. */
  static Optional<Serving> read(YamlFields fields, String type) {
    var own = fields.fields(KEY, KEYS);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    CONTRADICTIONS.keySet().stream()
        .sorted()
        .filter(key -> fields.line(key) > 0)
        .forEach(
            key ->
                fields.problem(
                    key, "%s: '%s' or 'serves' must go".formatted(CONTRADICTIONS.get(key), key)));
    if (fields
        .text("driver")
        .filter(word -> !word.equals(AgentProfile.COMMAND_DRIVER))
        .isPresent()) {
      fields.problem("driver", "a server of models is a command: 'driver' or 'serves' must go");
    }
    if (fields.line("command") == 0) {
      fields.problem(
          KEY, "it needs a 'command' that serves at the port GODMODE_PORT of this very machine");
    }
    if (!Serving.canBeCalled(type)) {
      fields.problem(
          KEY,
          "what serves models has a type of 1 to 26 small letters, digits, dots and dashes, was '%s'"
              .formatted(type));
    }
    return serving(own.get(), fields);
  }

  private static Optional<Serving> serving(YamlFields own, YamlFields fields) {
    if (own.texts("models").isEmpty()) {
      fields.problem(KEY, "it needs 'models': the names that it is asked for, like [qwen3-8b]");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Serving(
              own.texts("models"),
              new ScalingRule(
                  own.read("min", ServesReader::count).orElse(0),
                  own.read("max", ServesReader::count).orElse(1),
                  own.read("target_queue", ServesReader::positive)
                      .or(() -> Optional.of(TARGET_QUEUE)),
                  Optional.empty(),
                  own.read("idle", Quantities::duration).orElse(IDLE))));
    } catch (IllegalArgumentException e) {
      fields.problem(KEY, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  static int count(String text) {
    if (!text.matches("\\d{1,6}")) {
      throw new IllegalArgumentException("is a whole number, was '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static int positive(String text) {
    if (count(text) == 0) {
      throw new IllegalArgumentException("is a whole number from 1, was '%s'".formatted(text));
    }
    return count(text);
  }
}
