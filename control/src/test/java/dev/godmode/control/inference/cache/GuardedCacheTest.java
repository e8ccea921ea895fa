package dev.godmode.control.inference.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuardedCacheTest {

  private static final CacheKey KEY = new CacheKey("k");
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong nanos = new AtomicLong();
  private final Broker broker = new Broker();
  private final GuardedCache cache = new GuardedCache(broker, nanos::get);

  /** One that can be taken away, and counts how often it is asked. */
  private static final class Broker implements AnswerCache {

    private final Map<CacheKey, byte[]> kept = new HashMap<>();
    private boolean away;
    private int asked;

    private void ask() {
      asked++;
      if (away) {
        throw new CacheDown("no connection");
      }
    }

    @Override
    public Optional<byte[]> find(CacheKey key) {
      ask();
      return Optional.ofNullable(kept.get(key));
    }

    @Override
    public void keep(CacheKey key, byte[] answer, Duration whileFor) {
      ask();
      kept.put(key, answer);
    }

    @Override
    public void close() {}
  }

  @Test
  void one_that_is_away_is_no_fault_and_is_said() {
    cache.keep(KEY, new byte[] {1}, HOUR);
    broker.away = true;

    assertThat(cache.find(KEY)).isEmpty();
    assertThat(cache.trouble()).contains("no connection");
  }

  @Test
  void one_that_is_away_is_asked_only_now_and_then() {
    broker.away = true;
    cache.find(KEY);

    for (var i = 0; i < 100; i++) {
      cache.find(KEY);
      cache.keep(KEY, new byte[] {1}, HOUR);
    }
    assertThat(broker.asked).isEqualTo(1);
    nanos.addAndGet(GuardedCache.LOOKED_EVERY.toNanos());
    cache.find(KEY);

    assertThat(broker.asked).isEqualTo(2);
  }

  @Test
  void one_that_comes_back_is_used_again() {
    cache.keep(KEY, new byte[] {1}, HOUR);
    broker.away = true;
    cache.find(KEY);
    broker.away = false;

    assertThat(cache.find(KEY)).isEmpty();
    nanos.addAndGet(GuardedCache.LOOKED_EVERY.toNanos());

    assertThat(cache.find(KEY)).isPresent();
    assertThat(cache.trouble()).isEmpty();
  }
}
