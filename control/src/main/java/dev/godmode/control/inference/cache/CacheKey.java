package dev.godmode.control.inference.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * What an answer is kept under: a hash of whose question it is, in which dialect, to which model,
 * and of all that it says.
 */
public record CacheKey(String text) {

  /**
   * Of a question.
   *
   * @param model that the asked name means
   */
  public static CacheKey of(Caller caller, String model, Asked asked) {
    var hash = sha256();
    for (var part : new String[] {tenant(caller), asked.question().name(), model}) {
      hash.update(
          (part.length() + ":" + part).getBytes(UTF_8)); // no two lists of parts run together
    }
    asked.headers().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(header -> hash.update((header.toString() + '\n').getBytes(UTF_8)));
    hash.update(Json.mapper().writeValueAsBytes(asked.body()));
    return new CacheKey(HexFormat.of().formatHex(hash.digest()));
  }

  private static String tenant(Caller caller) {
    return caller.attempt().isPresent() ? "stream:" + caller.stream() : "person:" + caller.who();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
