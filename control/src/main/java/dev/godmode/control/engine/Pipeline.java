package dev.godmode.control.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Between decision and commit. What is decided while the disk is busy waits as one batch, which
 * grows until the committer is free and takes it whole: the slower the disk, the more becomes
 * durable at once, and nobody waits for more company than that.
 */
final class Pipeline {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int max;
  private Optional<Batch> waiting = Optional.empty();

  /**
   * An empty one.
   *
   * @param max what may wait together; a batch that is larger waits alone
   */
  Pipeline(int max) {
    this.max = max;
  }

  /** Adds to what waits; waits itself while that would be too much. */
  void put(Batch batch) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.filter(before -> before.size() + batch.size() > max).isPresent()) {
        changed.await();
      }
      waiting.ifPresentOrElse(before -> before.add(batch), () -> waiting = Optional.of(batch));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** All that waits; empty when there is nothing until the limit. */
  Optional<Batch> take(Duration limit) throws InterruptedException {
    var left = limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      var taken = waiting;
      waiting = Optional.empty();
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
