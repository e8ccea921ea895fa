package dev.godmode.control.inference.cache;

import java.time.Duration;
import java.util.Optional;

/** Where answers are kept. Any of them may be lost at any time, and none may be mixed up. */
public interface AnswerCache extends AutoCloseable {

  /**
   * What is kept under a key, as it was.
   *
   * @throws CacheDown when that cannot be said just now
   */
  Optional<byte[]> find(CacheKey key);

  /**
   * Keeps an answer in place of what is there.
   *
   * @param whileFor so long at most
   * @throws CacheDown when it cannot just now
   */
  void keep(CacheKey key, byte[] answer, Duration whileFor);

  @Override
  void close();

  /** Keeps nothing. */
  AnswerCache NONE =
      new AnswerCache() {
        @Override
        public Optional<byte[]> find(CacheKey key) {
          return Optional.empty();
        }

        @Override
        public void keep(CacheKey key, byte[] answer, Duration whileFor) {}

        @Override
        public void close() {}
      };
}
