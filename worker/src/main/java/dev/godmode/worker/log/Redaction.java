package dev.godmode.worker.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Cuts an attempt's secrets out of everything that leaves the node. It may learn more of them. */
public final class Redaction {

  /** Shorter values would be found in innocent text. */
  public static final int SECRET_MIN_LENGTH = 6;

  private record Secret(String value, String replacement) {}

  /** Of a secret that is renewed; what is older has ended long ago. */
  private static final int RENEWALS_KEPT = 3;

  private final Map<String, List<String>> renewed = new HashMap<>();
  private final Map<String, String> named;
  private volatile List<Secret> secrets;

  /** Redacts these, name to value; also where a value stands in base64. */
  public Redaction(Map<String, String> named) {
    this.named = Map.copyOf(named);
    this.secrets = secrets();
  }

  /** From now on this is a secret too: the newest value of one that is renewed. */
  public synchronized void learn(String name, String value) {
    var values = renewed.computeIfAbsent(name, _ -> new ArrayList<>());
    values.add(value);
    if (values.size() > RENEWALS_KEPT) {
      values.removeFirst();
    }
    secrets = secrets();
  }

  private List<Secret> secrets() {
    var learnt =
        renewed.entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(v -> Map.entry(entry.getKey(), v)));
    return Stream.concat(named.entrySet().stream(), learnt)
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
