package dev.godmode.testkit.questions;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Asks as it is ordered. Each connection has a thread and questions of its own, and when each of
 * them is due is known beforehand: one whose answer is late is late with the next, and that counts.
 */
public final class QuestionLoad {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** By then all are connected. */
  private static final long LEAD_NANOS = SECOND / 10;

  private final Order order;

  public QuestionLoad(Order order) {
    this.order = order;
  }

  /** What one connection saw. */
  private record Seen(LongStream first, LongStream whole, int calls, String trouble) {}

  /** Asks them all, and waits for the answers. */
  public Round run() throws InterruptedException {
    var began = System.nanoTime() + LEAD_NANOS;
    try (var threads = Executors.newFixedThreadPool(order.connections())) {
      var all =
          threads.invokeAll(
              IntStream.range(0, order.connections())
                  .<Callable<Seen>>mapToObj(lane -> () -> ask(lane, began))
                  .toList());
      return round(all.stream().map(QuestionLoad::seen).toList(), System.nanoTime() - began);
    }
  }

  private static Seen seen(Future<Seen> done) {
    try {
      return done.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Round round(List<Seen> all, long tookNanos) {
    var calls = all.stream().mapToInt(Seen::calls).sum();
    return new Round(
        calls,
        all.stream().map(Seen::trouble).filter(one -> !one.isEmpty()).findFirst().orElse(""),
        calls / ((double) tookNanos / SECOND),
        times(all, Seen::first),
        times(all, Seen::whole));
  }

  private static Round.Times times(List<Seen> all, Function<Seen, LongStream> which) {
    return Round.Times.of(all.stream().map(which).flatMapToLong(one -> one).toArray());
  }

  private Seen ask(int lane, long began) {
    var end = began + order.seconds() * SECOND;
    var first = LongStream.builder();
    var whole = LongStream.builder();
    var calls = 0;
    var trouble = "";
    try (var line = QuestionLine.open(order)) {
      for (var due = due(began, lane, 0); due < end; due = due(began, lane, calls)) {
        awaitMoment(due);
        var answered = line.ask();
        first.add(answered.beganNanos() - due);
        whole.add(answered.wholeNanos() - due);
        calls++;
      }
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
    }
    return new Seen(first.build(), whole.build(), calls, trouble);
  }

  private long due(long began, int lane, int asked) {
    return order.ratePerS() == 0
        ? Math.max(began, System.nanoTime())
        : began + (lane + (long) asked * order.connections()) * SECOND / order.ratePerS();
  }

  private static void awaitMoment(long due) {
    for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
