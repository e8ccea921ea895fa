package dev.godmode.control.inference.cache;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A shared cache that may go and come back: while it is away nothing is found and nothing kept, and
 * only now and then somebody waits to find out whether it is there again.
 */
final class GuardedCache implements AnswerCache {

  private static final System.Logger LOG = System.getLogger(GuardedCache.class.getName());

  /** Between two looks at one that was away. */
  static final Duration LOOKED_EVERY = Duration.ofSeconds(5);

  private final AnswerCache shared;
  private final LongSupplier nanos;
  private Optional<String> down = Optional.empty();
  private long lookNanos;

  GuardedCache(AnswerCache shared, LongSupplier nanos) {
    this.shared = shared;
    this.nanos = nanos;
  }

  /** Why it is away; empty when it answers. */
  synchronized Optional<String> trouble() {
    return down;
  }

  @Override
  public Optional<byte[]> find(CacheKey key) {
    return asked(() -> shared.find(key));
  }

  @Override
  public void keep(CacheKey key, byte[] answer, Duration whileFor) {
    asked(
        () -> {
          shared.keep(key, answer, whileFor);
          return Optional.empty();
        });
  }

  private Optional<byte[]> asked(Supplier<Optional<byte[]>> work) {
    if (!mayAsk()) {
      return Optional.empty();
    }
    try {
      var found = work.get();
      answered();
      return found;
    } catch (CacheDown e) {
      failed(e.words());
      return Optional.empty();
    }
  }

  /** Of one that was away one caller finds out, and the others go on meanwhile. */
  private synchronized boolean mayAsk() {
    if (down.isEmpty()) {
      return true;
    }
    if (nanos.getAsLong() - lookNanos < 0) {
      return false;
    }
    lookNanos = nanos.getAsLong() + LOOKED_EVERY.toNanos();
    return true;
  }

  private synchronized void answered() {
    if (down.isPresent()) {
      LOG.log(INFO, "the shared cache of answers is there again");
      down = Optional.empty();
    }
  }

  private synchronized void failed(String why) {
    if (down.isEmpty()) {
      LOG.log(WARNING, "the shared cache of answers is away, and all goes on without it: " + why);
    }
    down = Optional.of(why);
    lookNanos = nanos.getAsLong() + LOOKED_EVERY.toNanos();
  }

  @Override
  public void close() {
    shared.close();
  }
}
