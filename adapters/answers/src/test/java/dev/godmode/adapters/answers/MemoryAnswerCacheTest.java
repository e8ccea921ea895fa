package dev.godmode.adapters.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.cache.AnswerCache;
import dev.godmode.control.inference.cache.CacheKey;
import dev.godmode.testkit.contract.AnswerCacheContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryAnswerCacheTest extends AnswerCacheContract {

  private final AtomicLong nanos = new AtomicLong();

  @Override
  protected AnswerCache cache() {
    return new MemoryAnswerCache(MemoryAnswerCache.MAX_BYTES, nanos::get);
  }

  @Override
  protected void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void it_never_holds_more_than_it_may() {
    try (var cache = new MemoryAnswerCache(10_000, nanos::get)) {
      var keys = IntStream.range(0, 100).mapToObj(i -> new CacheKey("key-" + i)).toList();

      keys.forEach(key -> cache.keep(key, new byte[1_000], Duration.ofHours(1)));

      assertThat(keys.stream().filter(key -> cache.find(key).isPresent()).count())
          .isBetween(1L, 10L);
    }
  }
}
