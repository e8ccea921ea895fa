package dev.godmode.control.inference.cache;

import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.protocol.text.SecretReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of answers, and for how long.
 *
 * @param sampled whether answers are kept that would be others the next time: to questions without
 *     a temperature, or with one above 0
 * @param alike the cosine from which an answer is also given to the same question in other words;
 *     empty when it must be the same to the letter
 * @param keep how long
 * @param shared a Redis that several controls may share, {@code redis://HOST:PORT}
 * @param key the secret that opens it
 */
public record CacheRules(
    boolean on,
    boolean sampled,
    Optional<Double> alike,
    Duration keep,
    Optional<URI> shared,
    Optional<SecretReference> key) {

  public static final Duration USUAL_KEEP = Duration.ofHours(1);
  private static final Duration KEEP_MAX = Duration.ofDays(30);

  /** Below it, questions that have little in common would get one answer. */
  private static final double ALIKE_MIN = 0.8;

  public static final CacheRules OFF =
      new CacheRules(
          false, false, Optional.empty(), USUAL_KEEP, Optional.empty(), Optional.empty());

  public CacheRules {
    if (keep.compareTo(Duration.ofSeconds(1)) < 0 || keep.compareTo(KEEP_MAX) > 0) {
      throw new IllegalArgumentException("answers are kept for 1 second to 30 days, not " + keep);
    }
    if (alike.isPresent() && !(alike.get() >= ALIKE_MIN && alike.get() <= 1)) {
      throw new IllegalArgumentException(
          "questions are alike from %s to 1, the cosine of what they mean; 0.95 is a careful one, not %s"
              .formatted(ALIKE_MIN, alike.get()));
    }
    if (shared.isPresent() && !isAddress(shared.get())) {
      throw new IllegalArgumentException(
          "a shared cache is redis://HOST:PORT or rediss://HOST:PORT, without user or password"
              + " (gm secrets set keeps that, --key names it); was one for '%s'"
                  .formatted(Objects.requireNonNullElse(shared.get().getHost(), "")));
    }
    if (key.isPresent() && shared.isEmpty()) {
      throw new IllegalArgumentException("a cache's key opens a shared cache, and there is none");
    }
  }

  /**
   * Reads an address as people write it.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static URI address(String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'%s' is no address".formatted(text), e);
    }
  }

  private static boolean isAddress(URI address) {
    return Set.of("redis", "rediss").contains(String.valueOf(address.getScheme()))
        && address.getHost() != null
        && address.getRawUserInfo() == null
        && address.getRawQuery() == null;
  }

  /** Whether an answer to this may be given again. */
  boolean allow(Asked asked) {
    return on
        && switch (asked.question()) {
          case EMBEDDINGS, COUNT_TOKENS -> true;
          case CHAT, RESPONSES, MESSAGES -> sampled || isGreedy(asked);
        };
  }

  private static boolean isGreedy(Asked asked) {
    var temperature = asked.body().path("temperature");
    return temperature.isNumber() && temperature.doubleValue() == 0;
  }
}
