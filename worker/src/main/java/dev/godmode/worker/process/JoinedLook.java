package dev.godmode.worker.process;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A look that costs much: one serves all who asked for it before it began. */
final class JoinedLook<T> {

  private final Supplier<T> look;
  private final AtomicLong asked = new AtomicLong();
  private long answered;
  private Optional<T> last = Optional.empty();

  JoinedLook(Supplier<T> look) {
    this.look = look;
  }

  /** What is there at some moment after this was called. */
  T see() {
    var mine = asked.incrementAndGet();
    synchronized (this) {
      if (answered < mine) {
        answered = asked.get();
        last = Optional.of(look.get());
      }
      return last.orElseThrow();
    }
  }

  /** How often it was asked for so far. */
  long asked() {
    return asked.get();
  }
}
