package dev.godmode.control.inference;

import dev.godmode.control.inference.Whereabouts.AtUrl;
import dev.godmode.control.inference.Whereabouts.OnNode;
import dev.godmode.protocol.text.SecretReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A server that serves models.
 *
 * @param where control reaches it
 * @param key the secret that opens it
 * @param models that are asked of it; all that it lists when there are none
 * @param patience without a sign of it, before and within an answer
 */
public record Provider(
    String name,
    Whereabouts where,
    Dialect speaks,
    Optional<SecretReference> key,
    List<String> models,
    Duration patience) {

  /** A local model may read a long prompt for minutes before it says its first word. */
  public static final Duration USUAL_PATIENCE = Duration.ofMinutes(5);

  /** Models that are named for one provider. */
  public static final int MODELS_MAX = 1_000;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");
  private static final Duration PATIENCE_MAX = Duration.ofHours(1);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  public Provider {
    models = List.copyOf(models);
    switch (where) {
      case AtUrl(var url) -> require(name, url, key);
      case OnNode at -> {
        // A name with a slash is no person's: neither can take the other's place.
        if (!name.equals(nameOn(at.name(), at.service()))) {
          throw new IllegalArgumentException("'%s' is not what a node offers".formatted(name));
        }
      }
    }
    if (patience.isNegative() || patience.isZero() || patience.compareTo(PATIENCE_MAX) > 0) {
      throw new IllegalArgumentException(
          "provider '%s': patience is more than nothing and at most an hour".formatted(name));
    }
    if (models.size() > MODELS_MAX || models.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "provider '%s': models are %d names at most, and none is empty"
              .formatted(name, MODELS_MAX));
    }
  }

  /** One that a person brings in. */
  public Provider(
      String name,
      URI url,
      Dialect speaks,
      Optional<SecretReference> key,
      List<String> models,
      Duration patience) {
    this(name, new AtUrl(versioned(url)), speaks, key, models, patience);
  }

  /**
   * One that a node offers.
   *
   * @param models that it has whatever it lists; empty to go by its list
   */
  public static Provider offered(OnNode at, List<String> models) {
    return new Provider(
        nameOn(at.name(), at.service()),
        at,
        Dialect.OPENAI,
        Optional.empty(),
        models,
        USUAL_PATIENCE);
  }

  private static String nameOn(String node, String service) {
    return node + "/" + service;
  }

  private static void require(String name, URI url, Optional<SecretReference> key) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a provider's name has 1 to 40 small letters, digits, dots, dashes and _; was '%s'"
              .formatted(name));
    }
    if (key.isPresent() && url.getScheme().equals("http") && !LOOPBACK.contains(url.getHost())) {
      throw new IllegalArgumentException(
          "provider '%s': a key goes over https, or to this machine itself; this is %s"
              .formatted(name, url));
    }
  }

  /**
   * Reads an address as people write it; without a path it gets {@code /v1}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static URI address(String text) {
    try {
      return versioned(new URI(text.strip()));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'%s' is no address".formatted(text), e);
    }
  }

  private static URI versioned(URI url) {
    var scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!Set.of("http", "https").contains(scheme)
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "an address is http://HOST:PORT/v1 or https://HOST/v1, without user, query or fragment; was '%s'"
              .formatted(url));
    }
    var path = Optional.ofNullable(url.getRawPath()).orElse("").replaceFirst("/+$", "");
    return URI.create(
        "%s://%s%s".formatted(scheme, url.getRawAuthority(), path.isEmpty() ? "/v1" : path));
  }
}
