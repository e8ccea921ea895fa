package dev.godmode.control.serving;

import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.Reserve;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Calls that wait for a server of models to be up. */
public final class WaitingRoom implements Reserve {

  /** So long somebody waits for a server at most. */
  static final Duration PATIENCE = Provider.USUAL_PATIENCE;

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

  /**
   * What may be expected of servers of a type.
   *
   * @param hopeless whether none of them can come before somebody does something
   * @param words how it stands with them
   */
  record Prospect(List<String> models, boolean hopeless, String words) {}

  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Set<Ticket> waiting = new HashSet<>();
  private Map<String, Prospect> prospects = new TreeMap<>();

  /**
   * Nobody waits, and nothing is known of servers.
   *
   * @param nanos a clock that only grows
   */
  public WaitingRoom(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How it stands with servers from now on, by their types; whoever waits looks again. */
  void tell(Map<String, Prospect> all) {
    lock.lock();
    try {
      prospects = new TreeMap<>(all);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Something else can be asked; whoever waits looks again. */
  public void wake() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Wait> queue(String model) {
    lock.lock();
    try {
      return prospects.entrySet().stream()
          .filter(one -> one.getValue().models().contains(model))
          .min(Comparator.comparing(one -> one.getValue().hopeless()))
          .map(one -> new Ticket(one.getKey(), model));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Those who wait for a type: how many, and the oldest of them for how long. */
  record Line(int count, Optional<Duration> oldest) {}

  Line line(String type) {
    lock.lock();
    try {
      var all = waiting.stream().filter(ticket -> ticket.type.equals(type)).toList();
      return new Line(all.size(), all.stream().map(Ticket::waited).max(Comparator.naturalOrder()));
    } finally {
      lock.unlock();
    }
  }

  private final class Ticket implements Wait {

    private final String type;
    private final String model;
    private final long since = nanos.getAsLong();

    Ticket(String type, String model) {
      this.type = type;
      this.model = model;
    }

    Duration waited() {
      return Duration.ofNanos(nanos.getAsLong() - since);
    }

    @Override
    public String server() {
      return type;
    }

    @Override
    public Outcome await(BooleanSupplier come, Duration within) {
      lock.lock();
      try {
        waiting.add(this);
        var outcome = awaited(come, within);
        if (!(outcome instanceof Still)) {
          waiting.remove(this);
        }
        return outcome;
      } catch (InterruptedException _) {
        waiting.remove(this);
        Thread.currentThread().interrupt();
        return new Never(ModelFault.allDown("control is stopping", AGAIN_AFTER));
      } finally {
        lock.unlock();
      }
    }

    private Outcome awaited(BooleanSupplier come, Duration within) throws InterruptedException {
      var left = Math.min(within.toNanos(), PATIENCE.minus(waited()).toNanos());
      while (!come.getAsBoolean()) {
        var never = never();
        if (never.isPresent()) {
          return new Never(never.get());
        }
        if (left <= 0) {
          return new Still();
        }
        left = news.awaitNanos(left);
      }
      return new Come();
    }

    private Optional<ModelFault> never() {
      var prospect = prospects.get(type);
      if (prospect == null) {
        return Optional.of(
            ModelFault.unknownModel("agents/%s.yaml does not serve it any more".formatted(type)));
      }
      if (prospect.hopeless()) {
        return Optional.of(
            ModelFault.allDown(
                "no server of '%s' can come up: %s".formatted(model, prospect.words()),
                AGAIN_AFTER));
      }
      return waited().compareTo(PATIENCE) < 0
          ? Optional.empty()
          : Optional.of(
              ModelFault.allDown(
                  "no server of '%s' came up within %d s: %s"
                      .formatted(model, PATIENCE.toSeconds(), prospect.words()),
                  AGAIN_AFTER));
    }

    @Override
    public void close() {
      lock.lock();
      try {
        waiting.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }
}
