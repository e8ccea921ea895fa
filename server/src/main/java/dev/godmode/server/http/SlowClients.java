package dev.godmode.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Frees the threads that write to clients which do not read. Such a write would block for as long
 * as the client pleases; an interrupt closes the connection.
 */
public final class SlowClients implements AutoCloseable {

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("slow-clients").daemon().factory());
  private final Set<Watched> open = ConcurrentHashMap.newKeySet();

  /** A stream that is being written. */
  public final class Watched implements AutoCloseable {

    private final Thread writer;
    private final BooleanSupplier overrun;
    private boolean warned;
    private boolean over;

    private Watched(Thread writer, BooleanSupplier overrun) {
      this.writer = writer;
      this.overrun = overrun;
    }

    private synchronized void check() {
      if (!over && overrun.getAsBoolean()) {
        if (warned) {
          writer.interrupt();
        }
        warned = true;
      }
    }

    private synchronized void interrupt() {
      if (!over) {
        writer.interrupt();
      }
    }

    /** The stream is over; its thread is its own again. */
    @Override
    public synchronized void close() {
      over = true;
      open.remove(this);
    }
  }

  /**
   * A watch over streams.
   *
   * @param patience between a client's overrun and the end of its connection, at least
   */
  public SlowClients(Duration patience) {
    var _ =
        timer.scheduleAtFixedRate(
            () -> open.forEach(Watched::check),
            patience.toMillis(),
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Watches the stream that this thread writes, until the watch is closed. */
  public Watched watch(BooleanSupplier overrun) {
    var watched = new Watched(Thread.currentThread(), overrun);
    open.add(watched);
    return watched;
  }

  /** Ends all streams. */
  @Override
  public void close() {
    timer.shutdownNow();
    open.forEach(Watched::interrupt);
  }
}
