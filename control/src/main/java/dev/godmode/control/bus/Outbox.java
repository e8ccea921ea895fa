package dev.godmode.control.bus;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.journal.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells a bus what is durable: all entries, in order, each at least once, however often the broker
 * or control is away meanwhile. A bus that is new hears what happens from then on.
 */
public final class Outbox implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

  /** Entries that are handed over together. */
  static final int PAGE = 500;

  /** Pages of one turn: others wait for the thread. */
  private static final int PAGES_MAX = 20;

  /** Between two looks at a bus that was away. */
  static final Duration LOOKED_EVERY = Duration.ofSeconds(5);

  /**
   * What it stands between.
   *
   * @param committed the number of the last durable entry, without asking a database
   * @param opener connects; is asked again after a bus was away
   */
  public record Ends(
      Journal journal,
      LongSupplier committed,
      OutboxPositions positions,
      Supplier<EventBus> opener) {}

  private final Ends ends;
  private final String name;
  private final String source;
  private final LongSupplier nanos;
  private Optional<EventBus> open = Optional.empty();

  /** Both are asked by those who want to know how control is, and must not wait for a broker. */
  private volatile Optional<Long> told = Optional.empty();

  private volatile Optional<String> down = Optional.empty();
  private long lookNanos;

  /**
   * One that has told nothing yet in this process.
   *
   * @param name of the bus, by which its position is kept
   * @param source whose events they are, a URI reference
   */
  public Outbox(Ends ends, String name, String source, LongSupplier nanos) {
    this.ends = ends;
    this.name = name;
    this.source = source;
    this.nanos = nanos;
  }

  /** A duty: tells what is new, if the bus takes it. */
  public synchronized void runOnce() {
    if (down.isPresent() && nanos.getAsLong() - lookNanos < 0) {
      return;
    }
    try {
      for (var pages = 0; pages < PAGES_MAX && told() < ends.committed().getAsLong(); pages++) {
        tell();
      }
      answered();
    } catch (BusDown e) {
      failed(e.words());
    }
  }

  private void tell() {
    var page = ends.journal().read(told(), PAGE);
    bus().publish(page.stream().map(entry -> BusEvent.of(source, entry)).toList());
    var last = page.getLast().sequence();
    ends.positions().advance(name, last);
    told = Optional.of(last);
  }

  private long told() {
    if (told.isEmpty()) {
      told = Optional.of(ends.positions().position(name).orElseGet(this::begin));
    }
    return told.orElseThrow();
  }

  private long begin() {
    var now = ends.committed().getAsLong();
    ends.positions().advance(name, now);
    return now;
  }

  private EventBus bus() {
    if (open.isEmpty()) {
      open = Optional.of(ends.opener().get());
    }
    return open.get();
  }

  /** Entries that it has not been told yet, as far as is known. */
  public long behind() {
    var now = ends.committed().getAsLong();
    return now - Math.min(now, told.orElse(now));
  }

  /** Why it takes nothing just now; empty while it does. */
  public Optional<String> trouble() {
    return down;
  }

  private void answered() {
    if (down.isPresent()) {
      LOG.log(INFO, "the bus is there again, told up to entry {0}", Long.toString(told()));
      down = Optional.empty();
    }
  }

  private void failed(String why) {
    if (down.isEmpty()) {
      LOG.log(WARNING, "the bus is away, and will be told all of it later: " + why);
    }
    down = Optional.of(why);
    lookNanos = nanos.getAsLong() + LOOKED_EVERY.toNanos();
    close();
  }

  /** Lets the connection go; the next turn makes another. */
  @Override
  public synchronized void close() {
    open.ifPresent(EventBus::close);
    open = Optional.empty();
  }
}
