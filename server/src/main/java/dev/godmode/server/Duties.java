package dev.godmode.server;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a process does again and again, beside what it is asked for. */
public final class Duties implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Duties.class.getName());

  /** One of them may wait for a model for minutes. */
  private static final int THREADS = 4;

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().name("duty").daemon().factory());

  /** From now on, with so much time between its end and its next beginning. */
  public void every(Duration period, String name, Runnable duty) {
    every(Duration.ZERO, period, name, duty);
  }

  /** The same, from a while later on. */
  public void every(Duration first, Duration period, String name, Runnable duty) {
    var _ =
        threads.scheduleWithFixedDelay(
            () -> carryOut(name, duty), first.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Beside all that happens, and never again. */
  public void once(String name, Runnable duty) {
    threads.execute(() -> carryOut(name, duty));
  }

  /** A duty's edge is where its faults are caught: they are told, and the next one is run. */
  public static void carryOut(String name, Runnable duty) {
    try {
      duty.run();
    } catch (RuntimeException e) {
      LOG.log(WARNING, "duty failed name=" + name, e);
    }
  }

  /** No more of them begin, and whoever waits in one is woken. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
