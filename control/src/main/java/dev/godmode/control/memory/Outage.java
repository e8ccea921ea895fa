package dev.godmode.control.memory;

import dev.godmode.control.memory.MemoryIndex.IndexFault;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * After a fault nobody waits for a server for a while: recall has other parts, and whoever asks
 * next would wait as long as the one before.
 */
public final class Outage {

  /** Between two looks at one that is away. */
  public static final Duration LOOKED_EVERY = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private Optional<String> trouble = Optional.empty();
  private long lookNanos;

  public Outage(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * One may look again.
   *
   * @throws IndexFault as the last one, while it is too early
   */
  public synchronized void requireTime() {
    if (trouble.isPresent() && nanos.getAsLong() - lookNanos < 0) {
      throw new IndexFault(trouble.get());
    }
    trouble = Optional.empty();
  }

  /** It is away. */
  public synchronized void began(String words) {
    trouble = Optional.of(words);
    lookNanos = nanos.getAsLong() + LOOKED_EVERY.toNanos();
  }
}
