package dev.godmode.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time and chance: what happens next is a function of the seed alone. */
final class Timeline {

  private record Happening(Instant at, long order, Runnable what) implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      var byTime = at.compareTo(other.at);
      return byTime == 0 ? Long.compare(order, other.order) : byTime;
    }
  }

  private final PriorityQueue<Happening> ahead = new PriorityQueue<>();
  private final Random random;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long scheduled;

  Timeline(long seed) {
    this.random = new Random(seed);
  }

  Instant now() {
    return now;
  }

  void in(Duration delay, Runnable what) {
    scheduled++;
    ahead.add(new Happening(now.plus(delay), scheduled, what));
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

  void runUntil(Instant end) {
    while (!ahead.isEmpty() && !ahead.peek().at().isAfter(end)) {
      var next = ahead.poll();
      now = next.at();
      next.what().run();
    }
    now = end;
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
