package dev.godmode.protocol.service;

import dev.godmode.protocol.inference.ModelName;
import dev.godmode.protocol.text.Visible;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server on a node that the fleet may use.
 *
 * @param name of its own on the node, "ollama"
 * @param address where it is on the node: host:port
 * @param trouble why it cannot be used just now; empty when it can
 * @param models that it has whatever it lists; empty to go by its list
 */
public record ServiceOffer(
    String name, String address, Optional<String> trouble, List<String> models) {

  /** Characters of a reason at most. */
  public static final int WORDS_MAX = 300;

  private static final int MODELS_MAX = 50;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,29}");
  private static final Pattern ADDRESS = Pattern.compile("[a-z0-9.\\[\\]:-]{1,60}");

  public ServiceOffer {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a service's name has 1 to 30 small letters, digits, dots and dashes");
    }
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException("a service's address is host:port");
    }
    trouble = trouble.map(ServiceOffer::words);
    // Workers from before there were these say none.
    models = List.copyOf(Objects.requireNonNullElse(models, List.of()));
    if (models.size() > MODELS_MAX || !models.stream().allMatch(ModelName::isOne)) {
      throw new IllegalArgumentException(
          "a service says %d models at most, by names that can be read".formatted(MODELS_MAX));
    }
  }

  /** A reason as a person may be shown it. */
  static String words(String text) {
    var seen = Visible.of(text).replaceAll("\\s+", " ").strip();
    return seen.substring(0, Math.min(WORDS_MAX, seen.length()));
  }
}
