package dev.godmode.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.cache.AnswerCache;
import dev.godmode.control.inference.cache.CacheKey;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every cache of answers must do. */
public abstract class AnswerCacheContract {

  private static final Duration LONG = Duration.ofHours(1);
  private static final CacheKey KEY = new CacheKey("a".repeat(64));
  private static final CacheKey OTHER = new CacheKey("b".repeat(64));

  /** An empty one. */
  protected abstract AnswerCache cache();

  /** Lets so much time pass for the cache. */
  protected abstract void pass(Duration time);

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void what_was_kept_is_found_as_it_was() {
    try (var cache = cache()) {
      var answer = new byte[] {0, -1, 10, 13, 127, -128};

      cache.keep(KEY, answer, LONG);

      assertThat(cache.find(KEY)).hasValueSatisfying(found -> assertThat(found).isEqualTo(answer));
      assertThat(cache.find(OTHER)).isEmpty();
    }
  }

  @Test
  void the_last_that_was_kept_counts() {
    try (var cache = cache()) {
      cache.keep(KEY, bytes("first"), LONG);
      cache.keep(KEY, bytes("second"), LONG);

      assertThat(cache.find(KEY))
          .hasValueSatisfying(found -> assertThat(found).asString().isEqualTo("second"));
    }
  }

  @Test
  void nothing_is_found_after_its_time() {
    try (var cache = cache()) {
      cache.keep(KEY, bytes("short"), Duration.ofMillis(200));
      cache.keep(OTHER, bytes("long"), LONG);

      pass(Duration.ofMillis(400));

      assertThat(cache.find(KEY)).isEmpty();
      assertThat(cache.find(OTHER)).isPresent();
    }
  }

  @Test
  void a_large_answer_is_kept_whole() {
    try (var cache = cache()) {
      var answer = bytes("x".repeat(1 << 20));

      cache.keep(KEY, answer, LONG);

      assertThat(cache.find(KEY)).hasValueSatisfying(found -> assertThat(found).isEqualTo(answer));
    }
  }

  @Test
  void many_at_once_never_find_what_belongs_to_others() {
    try (var cache = cache()) {
      var found =
          IntStream.range(0, 200)
              .parallel()
              .mapToObj(
                  i -> {
                    var key = new CacheKey("key-" + i);
                    cache.keep(key, bytes("answer " + i), LONG);
                    return cache.find(key).map(answer -> new String(answer, UTF_8)).orElse("");
                  })
              .toList();

      assertThat(found).isEqualTo(IntStream.range(0, 200).mapToObj(i -> "answer " + i).toList());
    }
  }
}
