package dev.godmode.control.inference.replica;

import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.Reserve;
import dev.godmode.control.inference.replica.ControlLine.Away;
import dev.godmode.protocol.api.ReplicaViews.Awaited;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Servers of models that control starts when somebody asks a replica. */
public final class DistantReserve implements Reserve {

  /** So long somebody waits for a server at most. */
  static final Duration PATIENCE = Provider.USUAL_PATIENCE;

  /** Control is asked for so long at once; it looks at who waits once a second. */
  private static final Duration ASKED_FOR = Duration.ofSeconds(10);

  /** What control has seen, a replica hears of a moment later. */
  private static final Duration NEWS_TAKE = Duration.ofMillis(500);

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

  private final ControlLine control;
  private final LongSupplier nanos;
  private final AtomicInteger waiting = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /** How often there were news. */
  private long told;

  private volatile Set<String> startable = Set.of();

  /**
   * Nothing is known yet.
   *
   * @param nanos a clock that only grows
   */
  public DistantReserve(ControlLine control, LongSupplier nanos) {
    this.control = control;
    this.nanos = nanos;
  }

  /** Servers of these models are started when somebody asks. */
  public void expect(Set<String> models) {
    startable = Set.copyOf(models);
  }

  /** Something else can be asked; whoever waits looks again. */
  public void wake() {
    lock.lock();
    try {
      told++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long told() {
    lock.lock();
    try {
      return told;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Wait> queue(String model) {
    if (!startable.contains(model)) {
      return Optional.empty();
    }
    try {
      return control.await(model, Duration.ZERO).server().map(server -> new Turn(server, model));
    } catch (Away _) {
      return Optional.empty();
    }
  }

  @Override
  public int waiting() {
    return waiting.get();
  }

  private final class Turn implements Wait {

    private final String server;
    private final String model;
    private final long since = nanos.getAsLong();

    Turn(String server, String model) {
      this.server = server;
      this.model = model;
    }

    @Override
    public String server() {
      return server;
    }

    @Override
    public Outcome await(BooleanSupplier come, Duration within) {
      waiting.incrementAndGet();
      try {
        return awaited(come, nanos.getAsLong() + within.toNanos());
      } catch (Away e) {
        return new Never(
            ModelFault.allDown("control cannot be asked: " + e.getMessage(), AGAIN_AFTER));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return new Never(ModelFault.allDown("this gateway is stopping", AGAIN_AFTER));
      } finally {
        waiting.decrementAndGet();
      }
    }

    private Outcome awaited(BooleanSupplier come, long deadline) throws InterruptedException {
      while (!come.getAsBoolean()) {
        var left = Math.min(deadline, since + PATIENCE.toNanos()) - nanos.getAsLong();
        if (left <= 0) {
          return late();
        }
        var seen = told();
        var said = control.await(model, Duration.ofNanos(Math.min(left, ASKED_FOR.toNanos())));
        var never = never(said);
        if (never.isPresent()) {
          return new Never(never.get());
        }
        if (said.come() && !come.getAsBoolean()) {
          awaitNews(seen);
        }
      }
      return new Come();
    }

    private Optional<ModelFault> never(Awaited said) {
      return said.server().isEmpty() && !said.come()
          ? Optional.of(
              said.never()
                  .orElseGet(
                      () ->
                          ModelFault.unknownModel(
                              "no agent serves '%s' any more".formatted(model))))
          : said.never();
    }

    private Outcome late() {
      return nanos.getAsLong() - since < PATIENCE.toNanos()
          ? new Still()
          : new Never(
              ModelFault.allDown(
                  "no server of '%s' came up within %d s".formatted(model, PATIENCE.toSeconds()),
                  AGAIN_AFTER));
    }

    /** Waits for news that came after the last ones that were seen. */
    private void awaitNews(long seen) throws InterruptedException {
      lock.lock();
      try {
        var left = NEWS_TAKE.toNanos();
        while (told == seen && left > 0) {
          left = news.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }

    /** Control counts who waits while it is asked; there is no place to give back. */
    @Override
    public void close() {}
  }
}
