package dev.godmode.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Virtual time and chance: what happens next is a function of the seed alone. */
final class Timeline {

  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private record Happening(long micros, long order, Runnable what)
      implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      var byTime = Long.compare(micros, other.micros);
      return byTime == 0 ? Long.compare(order, other.order) : byTime;
    }
  }

  private final PriorityQueue<Happening> ahead = new PriorityQueue<>();
  private final SplittableRandom random;
  private long micros;
  private Instant now = BEGIN;
  private long scheduled;

  Timeline(long seed) {
    this.random = new SplittableRandom(seed);
  }

  Instant now() {
    return now;
  }

  /** Since the beginning. */
  Duration elapsed() {
    return Duration.ofNanos(micros * 1_000);
  }

  void in(Duration delay, Runnable what) {
    scheduled++;
    ahead.add(new Happening(micros + delay.toNanos() / 1_000, scheduled, what));
  }

  /** Every so often until the end of the run, beginning after one period. */
  void every(Duration period, Runnable what) {
    in(
        period,
        () -> {
          what.run();
          every(period, what);
        });
  }

  /** Lets time pass, until then or until something is so. */
  void runUntil(Instant end, BooleanSupplier enough) {
    var last = Duration.between(BEGIN, end).toNanos() / 1_000;
    while (!ahead.isEmpty() && ahead.peek().micros() <= last && !enough.getAsBoolean()) {
      var next = ahead.poll();
      if (next.micros() != micros) {
        micros = next.micros();
        now = BEGIN.plusNanos(micros * 1_000);
      }
      next.what().run();
    }
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  Duration between(long lowMillis, long highMillis) {
    return Duration.ofMillis(lowMillis + (long) (random.nextDouble() * (highMillis - lowMillis)));
  }
}
