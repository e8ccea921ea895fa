package dev.godmode.adapters.answers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.godmode.control.inference.cache.AnswerCache;
import dev.godmode.control.inference.cache.CacheKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** In this process's memory. When there is no more room, what is asked for seldom goes first. */
public final class MemoryAnswerCache implements AnswerCache {

  /** All answers together. */
  public static final long MAX_BYTES = 64L << 20;

  private record Kept(ByteBuffer answer, Duration whileFor) {}

  private final Cache<CacheKey, Kept> kept;

  /**
   * An empty one.
   *
   * @param nanos a clock that only grows
   */
  public MemoryAnswerCache(long maxBytes, LongSupplier nanos) {
    kept =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .<CacheKey, Kept>weigher((key, one) -> key.text().length() + one.answer().remaining())
            .expireAfter(Expiry.<CacheKey, Kept>writing((_, one) -> one.whileFor()))
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  @Override
  public Optional<byte[]> find(CacheKey key) {
    return Optional.ofNullable(kept.getIfPresent(key)).map(one -> bytes(one.answer()));
  }

  private static byte[] bytes(ByteBuffer answer) {
    var bytes = new byte[answer.remaining()];
    answer.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public void keep(CacheKey key, byte[] answer, Duration whileFor) {
    kept.put(key, new Kept(ByteBuffer.wrap(answer.clone()), whileFor));
  }

  @Override
  public void close() {
    kept.invalidateAll();
  }
}
