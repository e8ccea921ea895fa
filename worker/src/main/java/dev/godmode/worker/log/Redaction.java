package dev.godmode.worker.log;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Cuts an attempt's secrets out of everything that leaves the node. */
public final class Redaction {

  /** Shorter values would be found in innocent text. */
  public static final int SECRET_MIN_LENGTH = 6;

  private record Secret(String value, String replacement) {}

  public static final Redaction NONE = new Redaction(Map.of());

  private final List<Secret> secrets;

  /** Redacts these, name to value; also where a value stands in base64. */
  public Redaction(Map<String, String> named) {
    secrets =
        named.entrySet().stream()
            .filter(entry -> entry.getValue().length() >= SECRET_MIN_LENGTH)
            .flatMap(entry -> forms(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingInt((Secret secret) -> -secret.value().length()))
            .toList();
  }

  private static Stream<Secret> forms(String name, String value) {
    var replacement = "[redacted " + name + "]";
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    return Stream.concat(
            value.lines().filter(line -> line.length() >= SECRET_MIN_LENGTH),
            Stream.of(
                value,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
        .distinct()
        .map(form -> new Secret(form, replacement));
  }

  public String apply(String text) {
    var clean = text;
    for (var secret : secrets) {
      clean = clean.replace(secret.value(), secret.replacement());
    }
    return clean;
  }

  /**
   * How many characters at the end of an unfinished text may be the beginning of a secret: they
   * must wait for what follows.
   */
  int heldBack(String text) {
    return secrets.stream().mapToInt(secret -> overlap(text, secret.value())).max().orElse(0);
  }

  private static int overlap(String text, String secret) {
    for (var length = Math.min(text.length(), secret.length() - 1); length > 0; length--) {
      if (secret.startsWith(text.substring(text.length() - length))) {
        return length;
      }
    }
    return 0;
  }
}
