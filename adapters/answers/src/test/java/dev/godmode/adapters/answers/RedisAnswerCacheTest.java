package dev.godmode.adapters.answers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.inference.cache.AnswerCache;
import dev.godmode.control.inference.cache.CacheDown;
import dev.godmode.control.inference.cache.CacheKey;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.testkit.Loopback;
import dev.godmode.testkit.contract.AnswerCacheContract;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** Against a real Redis, which the build brings along. */
class RedisAnswerCacheTest extends AnswerCacheContract {

  private static final String PASSWORD = "only for this test";

  private static final int PORT = Loopback.freePort();
  private static final URI ADDRESS = URI.create("redis://127.0.0.1:" + PORT);
  private static RedisServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        RedisServer.newRedisServer()
            .port(PORT)
            .setting("requirepass \"" + PASSWORD + "\"")
            .setting("save \"\"")
            .build();
    server.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.stop();
  }

  @BeforeEach
  void empty() {
    try (var redis = new Jedis(ADDRESS)) {
      redis.auth(PASSWORD);
      redis.flushAll();
    }
  }

  @Override
  protected AnswerCache cache() {
    return new RedisAnswerCache(ADDRESS, () -> Optional.of(new SecretValue(PASSWORD)));
  }

  /** Its own clock runs; what it says of a key's time is asked until it is over. */
  @Override
  protected void pass(Duration time) {
    try (var redis = new Jedis(ADDRESS)) {
      redis.auth(PASSWORD);
      var until = Long.parseLong(redis.time().getFirst()) * 1_000 + millis(redis) + time.toMillis();
      while (Long.parseLong(redis.time().getFirst()) * 1_000 + millis(redis) < until) {
        Thread.onSpinWait();
      }
    }
  }

  private static long millis(Jedis redis) {
    return Long.parseLong(redis.time().getLast()) / 1_000;
  }

  @Test
  void one_that_nobody_answers_for_is_down() {
    var nobody = URI.create("redis://127.0.0.1:" + Loopback.freePort());
    try (var cache = new RedisAnswerCache(nobody, Optional::empty)) {
      assertThatThrownBy(() -> cache.find(new CacheKey("x")))
          .isInstanceOf(CacheDown.class)
          .hasMessageContaining("no connection to redis://127.0.0.1");
    }
  }

  @Test
  void one_that_refuses_the_password_is_down_and_the_password_is_not_said() {
    try (var cache =
        new RedisAnswerCache(ADDRESS, () -> Optional.of(new SecretValue("wrong-one")))) {
      assertThatThrownBy(() -> cache.find(new CacheKey("x")))
          .isInstanceOf(CacheDown.class)
          .message()
          .doesNotContain("wrong-one");
    }
  }
}
