package dev.godmode.control.bus;

import dev.godmode.protocol.text.SecretReference;
import dev.godmode.protocol.text.Spelling;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which broker events go to.
 *
 * @param url {@code nats://HOST:PORT}, {@code tls://HOST:PORT} for NATS by TLS, {@code
 *     redis://HOST:PORT} or {@code rediss://HOST:PORT}
 * @param topic under which name they are there
 * @param key the secret that opens it: a token of NATS, a password of Redis
 */
public record BusAddress(URI url, String topic, Optional<SecretReference> key) {

  /** What is called so when nobody says otherwise. */
  public static final String TOPIC_USUAL = "godmode";

  private static final List<String> SCHEMES = List.of("nats", "tls", "redis", "rediss");
  private static final Pattern TOPIC = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  public BusAddress {
    if (!TOPIC.matcher(topic).matches()) {
      throw new IllegalArgumentException(
          "a bus's topic has 1 to 64 small letters, digits, - and _, and begins with a letter or digit; was '%s'"
              .formatted(topic));
    }
  }

  /**
   * Reads one as people write it.
   *
   * @param key {@code secret://NAME}
   * @throws IllegalArgumentException saying what is wrong
   */
  public static BusAddress parse(String url, Optional<String> topic, Optional<String> key) {
    return new BusAddress(
        url(url.strip()),
        topic.orElse(TOPIC_USUAL),
        key.map(
            text ->
                SecretReference.of(text)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "a bus's key is named, secret://NAME, and never written down here: gm secrets set NAME"))));
  }

  private static URI url(String text) {
    try {
      var url = new URI(text);
      if (url.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "a bus's address has no user or password, for environments are seen by others: gm secrets set NAME, and GODMODE_BUS_KEY=secret://NAME");
      }
      var scheme = String.valueOf(url.getScheme());
      if (!SCHEMES.contains(scheme) || url.getHost() == null) {
        throw new IllegalArgumentException(
            "a bus is one of %s, as nats://HOST:PORT; was '%s'%s"
                .formatted(String.join(", ", SCHEMES), text, Spelling.hint(scheme, SCHEMES)));
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'%s' is no address of a bus".formatted(text), e);
    }
  }

  /** Whether it is a Redis; else it is NATS. */
  public boolean isRedis() {
    return url.getScheme().startsWith("redis");
  }

  /** Its port, or the one that is usual. */
  public int port(int usual) {
    return url.getPort() < 0 ? usual : url.getPort();
  }

  /** "godmode on nats://127.0.0.1:4222". */
  @Override
  public String toString() {
    return topic + " on " + url;
  }
}
