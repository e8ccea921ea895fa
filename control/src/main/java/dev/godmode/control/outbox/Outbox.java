package dev.godmode.control.outbox;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.journal.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells a recipient what is durable: all entries, in order, each at least once, however often they
 * or control are away meanwhile. One that is new hears what happens from then on.
 */
public final class Outbox implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

  /** Entries that are handed over together. */
  static final int PAGE = 500;

  /** Pages of one turn: others wait for the thread. */
  private static final int PAGES_MAX = 20;

  /** Between two looks at one that was away. */
  static final Duration LOOKED_EVERY = Duration.ofSeconds(5);

  /**
   * What it stands between.
   *
   * @param committed the number of the last durable entry, without asking a database
   * @param opener connects; is asked again after a recipient was away
   */
  public record Ends(
      Journal journal,
      LongSupplier committed,
      OutboxPositions positions,
      Supplier<Recipient> opener) {}

  private final Ends ends;
  private final String what;
  private final String name;
  private final LongSupplier nanos;
  private Optional<Recipient> open = Optional.empty();

  /**
   * Both are asked by those who want to know how control is, and must not wait for the recipient.
   */
  private volatile Optional<Long> told = Optional.empty();

  private volatile Optional<String> down = Optional.empty();
  private long lookNanos;

  /**
   * One that has told nothing yet in this process.
   *
   * @param what the recipient is, in words for people: "bus"
   * @param name by which its position is kept
   */
  public Outbox(Ends ends, String what, String name, LongSupplier nanos) {
    this.ends = ends;
    this.what = what;
    this.name = name;
    this.nanos = nanos;
  }

  /** A duty: tells what is new, if the recipient takes it. */
  public synchronized void runOnce() {
    if (down.isPresent() && nanos.getAsLong() - lookNanos < 0) {
      return;
    }
    try {
      var pages = 0;
      while (pages < PAGES_MAX && told() < ends.committed().getAsLong() && tell()) {
        pages++;
      }
      answered();
    } catch (Away e) {
      failed(e.words());
    }
  }

  /** Whether they took any. */
  private boolean tell() {
    var page = ends.journal().read(told(), PAGE);
    var taken = recipient().take(page);
    if (taken > 0) {
      var last = page.get(taken - 1).sequence();
      ends.positions().advance(name, last);
      told = Optional.of(last);
    }
    return taken > 0;
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

  private Recipient recipient() {
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
      LOG.log(INFO, "{0}: there again, told up to entry {1}", what, Long.toString(told()));
      down = Optional.empty();
    }
  }

  private void failed(String why) {
    if (down.isEmpty()) {
      LOG.log(WARNING, "{0}: away, and will be told all of it later: {1}", what, why);
    }
    down = Optional.of(why);
    lookNanos = nanos.getAsLong() + LOOKED_EVERY.toNanos();
    close();
  }

  /** Lets the connection go; the next turn makes another. */
  @Override
  public synchronized void close() {
    open.ifPresent(Recipient::close);
    open = Optional.empty();
  }
}
