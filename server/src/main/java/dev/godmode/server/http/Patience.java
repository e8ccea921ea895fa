package dev.godmode.server.http;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends waits that last too long. All have the same limit, so the oldest is the first whose time is
 * over, and one look now and then does for all of them: a timer for each request would cost more
 * than much of what the request is about.
 */
final class Patience implements AutoCloseable {

  private static final long LOOK_MILLIS = 100;

  private record Wait(CompletableFuture<?> answer, long sinceNanos) {}

  private final long limitNanos;
  private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("patience").daemon().factory());

  /** Waits may last so long, and a tenth of a second more. */
  Patience(Duration limit) {
    this.limitNanos = limit.toNanos();
    var _ =
        timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The same future; it fails with a {@link TimeoutException} when it is not done in time. */
  <T> CompletableFuture<T> limit(CompletableFuture<T> answer) {
    if (!answer.isDone()) {
      waits.add(new Wait(answer, System.nanoTime()));
    }
    return answer;
  }

  private void look() {
    for (var oldest = waits.peek(); oldest != null && isOver(oldest); oldest = waits.peek()) {
      waits.remove();
    }
  }

  /** Nearly all have been answered when it is looked; for them no fault is made. */
  private boolean isOver(Wait wait) {
    if (!wait.answer().isDone() && System.nanoTime() - wait.sinceNanos() > limitNanos) {
      wait.answer().completeExceptionally(new TimeoutException("no answer in time"));
    }
    return wait.answer().isDone();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
