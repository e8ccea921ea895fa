package dev.godmode.server.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be written to one slow or quick client. It never makes the giver wait: when it is
 * full it is over, and the client must start afresh.
 *
 * @param <T> what is given
 */
public final class Feed<T> {

  private final BlockingQueue<T> waiting;
  private volatile boolean overrun;

  public Feed(int max) {
    this.waiting = new ArrayBlockingQueue<>(max);
  }

  public void give(T item) {
    if (!overrun && !waiting.offer(item)) {
      overrun = true;
      waiting.clear();
    }
  }

  /** What may be left out when there is no room. */
  public void giveIfRoom(T item) {
    if (!overrun) {
      waiting.offer(item);
    }
  }

  /** Something did not fit; nothing more comes. */
  public boolean isOverrun() {
    return overrun;
  }

  /** The next item, or nothing when none came in time. */
  public Optional<T> take(Duration patience) {
    try {
      return Optional.ofNullable(waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamOver();
    }
  }

  /** The server stops, or the client was cut off. */
  public static final class StreamOver extends RuntimeException {
    private static final long serialVersionUID = 1;

    StreamOver() {
      super("the stream is over", null, false, false);
    }
  }
}
