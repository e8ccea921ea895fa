package dev.godmode.control.bus;

import dev.godmode.control.secret.ServerNames;
import dev.godmode.protocol.text.SecretReference;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which broker events go to.
 *
 * @param servers where it can be asked: {@code nats://HOST:PORT}, {@code tls://HOST:PORT} for NATS
 *     by TLS, {@code redis://} or {@code rediss://}, {@code kafka://} or {@code kafkas://}; more
 *     than one only of Kafka
 * @param topic under which name they are there
 * @param key the secret that opens it: a token of NATS, a password of Redis, a user and password of
 *     Kafka
 */
public record BusAddress(List<URI> servers, String topic, Optional<SecretReference> key) {

  /** The brokers that are spoken to, each with its schemes: as it is, and by TLS. */
  public enum Broker {
    NATS("nats", "tls"),
    REDIS("redis", "rediss"),
    KAFKA("kafka", "kafkas");

    private final String scheme;
    private final String schemeOfTls;

    Broker(String scheme, String schemeOfTls) {
      this.scheme = scheme;
      this.schemeOfTls = schemeOfTls;
    }

    private Stream<String> schemes() {
      return Stream.of(scheme, schemeOfTls);
    }
  }

  /** What is called so when nobody says otherwise. */
  public static final String TOPIC_USUAL = "godmode";

  private static final String AFTER_SCHEME = "://";
  private static final ServerNames NAMES =
      new ServerNames(
          "a bus", "GODMODE_BUS", Arrays.stream(Broker.values()).flatMap(Broker::schemes).toList());
  private static final Pattern TOPIC = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  public BusAddress {
    servers = List.copyOf(servers);
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
    return new BusAddress(servers(url.strip()), topic.orElse(TOPIC_USUAL), key.map(NAMES::key));
  }

  private static List<URI> servers(String text) {
    var rest = text.indexOf(AFTER_SCHEME);
    var scheme = rest < 0 ? "" : text.substring(0, rest + AFTER_SCHEME.length());
    var servers =
        Stream.of(text.substring(scheme.length()).split(",", -1))
            .map(server -> NAMES.url(scheme + server))
            .toList();
    if (servers.size() > 1 && broker(servers.getFirst()) != Broker.KAFKA) {
      throw new IllegalArgumentException("only a Kafka has more than one HOST:PORT");
    }
    return servers;
  }

  /** What it is. */
  public Broker broker() {
    return broker(url());
  }

  private static Broker broker(URI server) {
    return Arrays.stream(Broker.values())
        .filter(broker -> broker.schemes().anyMatch(server.getScheme()::equals))
        .findFirst()
        .orElseThrow();
  }

  /** Whether it is spoken to by TLS. */
  public boolean isTls() {
    return url().getScheme().equals(broker().schemeOfTls);
  }

  /** The first of its servers. */
  public URI url() {
    return servers.getFirst();
  }

  /** Where its servers are, each with its port, or the one that is usual. */
  public List<String> hosts(int portUsual) {
    return servers.stream()
        .map(server -> server.getHost() + ":" + port(server, portUsual))
        .toList();
  }

  /** The port of its first server, or the one that is usual. */
  public int port(int usual) {
    return port(url(), usual);
  }

  private static int port(URI server, int usual) {
    return server.getPort() < 0 ? usual : server.getPort();
  }

  /** All of it as people write it: "kafka://one:9092,two:9092". */
  public String where() {
    var others = servers.stream().skip(1).map(server -> "," + server.getRawAuthority());
    return url() + others.collect(Collectors.joining());
  }

  /** "godmode on nats://127.0.0.1:4222". */
  @Override
  public String toString() {
    return topic + " on " + where();
  }
}
