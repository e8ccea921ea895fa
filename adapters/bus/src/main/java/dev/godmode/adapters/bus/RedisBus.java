package dev.godmode.adapters.bus;

import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.bus.BusEvent;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.outbox.Away;
import dev.godmode.control.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XAddParams;

/**
 * A stream of Redis, named by the topic. Its entries have the fields {@code id}, {@code kind},
 * {@code subject}, and {@code event}, which is a CloudEvent in JSON.
 */
public final class RedisBus implements EventBus {

  private static final int PORT_USUAL = 6379;
  private static final int PATIENCE_MILLIS = 2_000;

  /** The stream forgets what is older, or a broker that nobody reads would fill up. */
  static final long KEPT_MAX = 1_000_000;

  private final BusAddress address;
  private final Jedis redis;

  /** Connects. */
  public RedisBus(BusAddress address, Optional<SecretValue> password) {
    this.address = address;
    var config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(PATIENCE_MILLIS)
            .socketTimeoutMillis(PATIENCE_MILLIS);
    if (address.isTls()) {
      config.sslOptions(SslOptions.defaults());
    }
    password.ifPresent(secret -> config.password(secret.reveal()));
    this.redis =
        asked(
            () ->
                new Jedis(
                    new HostAndPort(address.url().getHost(), address.port(PORT_USUAL)),
                    config.build()));
  }

  @Override
  public void publish(List<BusEvent> events) {
    asked(
        () -> {
          try (var pipeline = redis.pipelined()) {
            var answers =
                events.stream()
                    .map(event -> pipeline.xadd(address.topic(), bounded(), fields(event)))
                    .toList();
            pipeline.sync();
            return answers.stream().map(Response::get).toList();
          }
        });
  }

  private static XAddParams bounded() {
    return XAddParams.xAddParams().maxLen(KEPT_MAX).approximateTrimming();
  }

  private static Map<String, String> fields(BusEvent event) {
    return Map.of(
        "id", event.id(),
        "kind", event.kind(),
        "subject", event.subject(),
        "event", event.json());
  }

  private <T> T asked(Supplier<T> work) {
    try {
      return work.get();
    } catch (JedisDataException e) {
      throw new Away("%s says: %s".formatted(address.url(), e.getMessage()));
    } catch (JedisException e) {
      throw new Away("no connection to " + address.url());
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
