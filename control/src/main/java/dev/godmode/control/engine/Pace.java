package dev.godmode.control.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Keeps the starts of something apart; whoever comes late enough does not wait. For one thread. */
final class Pace {

  private final long gapNanos;
  private long begunNanos;

  Pace(Duration gap) {
    this.gapNanos = gap.toNanos();
    this.begunNanos = System.nanoTime() - gapNanos;
  }

  /** It starts now. */
  void begin() {
    begunNanos = System.nanoTime();
  }

  /** Waits until the next may start. */
  void await() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(begunNanos + gapNanos - System.nanoTime());
  }
}
