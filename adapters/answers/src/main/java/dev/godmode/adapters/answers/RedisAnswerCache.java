package dev.godmode.adapters.answers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godmode.control.inference.cache.AnswerCache;
import dev.godmode.control.inference.cache.CacheDown;
import dev.godmode.control.inference.cache.CacheKey;
import dev.godmode.control.secret.SecretValue;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/** In a Redis, or what speaks like one. Nobody waits for it longer than a quarter of a second. */
public final class RedisAnswerCache implements AnswerCache {

  private static final int PATIENCE_MILLIS = 250;
  private static final int PORT_USUAL = 6379;

  /** Before the keys, so that what else is in there stays apart. */
  private static final String PREFIX = "godmode:answer:";

  private final URI address;
  private final RedisClient redis;

  /**
   * One that is connected to when it is needed.
   *
   * @param address {@code redis://HOST:PORT}, or {@code rediss://} for TLS
   * @param password is asked for at each connection; empty where none is wanted
   */
  public RedisAnswerCache(URI address, Supplier<Optional<SecretValue>> password) {
    this.address = address;
    var config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(PATIENCE_MILLIS)
            .socketTimeoutMillis(PATIENCE_MILLIS)
            .credentialsProvider(() -> credentials(password.get()));
    if (address.getScheme().equals("rediss")) {
      config.sslOptions(SslOptions.defaults());
    }
    redis =
        RedisClient.builder()
            .hostAndPort(
                new HostAndPort(
                    address.getHost(), address.getPort() < 0 ? PORT_USUAL : address.getPort()))
            .clientConfig(config.build())
            .build();
  }

  private static RedisCredentials credentials(Optional<SecretValue> password) {
    return new DefaultRedisCredentials(
        null, password.map(secret -> (CharSequence) secret.reveal()).orElse(null));
  }

  @Override
  public Optional<byte[]> find(CacheKey key) {
    return asked(() -> Optional.ofNullable(redis.get(name(key))));
  }

  @Override
  public void keep(CacheKey key, byte[] answer, Duration whileFor) {
    asked(() -> redis.set(name(key), answer, SetParams.setParams().px(whileFor.toMillis())));
  }

  private static byte[] name(CacheKey key) {
    return (PREFIX + key.text()).getBytes(UTF_8);
  }

  private <T> T asked(Supplier<T> work) {
    try {
      return work.get();
    } catch (JedisDataException e) {
      throw new CacheDown("%s says: %s".formatted(address, e.getMessage()));
    } catch (JedisException e) {
      throw e.getCause() instanceof CacheDown down
          ? down
          : new CacheDown("no connection to " + address);
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
