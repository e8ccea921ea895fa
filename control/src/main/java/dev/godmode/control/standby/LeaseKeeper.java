package dev.godmode.control.standby;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.engine.Mandate;
import dev.godmode.control.standby.ControlLease.Claim;
import dev.godmode.control.standby.ControlLease.LeaseUnavailable;
import dev.godmode.control.standby.ControlLease.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps the lease of the control that decides. It holds as long as a renewal was confirmed within
 * the lease's life, counted from before it was asked for, by two clocks: the monotonic one stands
 * still while a machine sleeps, the wall may be set.
 */
public final class LeaseKeeper implements Mandate, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(LeaseKeeper.class.getName());

  /** Clocks that are handed in. */
  public record Clocks(InstantSource wall, LongSupplier nanos) {}

  /** Told of what happens to the lease, in the keeper's own thread. */
  public interface Listener {
    /** The list of controls, each time it is read. */
    void seen(List<Seen> controls);

    /** It lapsed: another may decide from now on. Told once for each time. */
    void lapsed();

    /** Another has it. Nothing more comes; the process should end at once. */
    void deposed(String holder);
  }

  private record Confirmed(long nanos, Instant wall) {}

  private final ControlLease lease;
  private final LeaseTerms terms;
  private final ControlNode self;
  private final long term;
  private final Clocks clocks;
  private volatile Confirmed confirmed;
  private volatile boolean deposed;
  private volatile boolean closed;
  private boolean lapsed = true;
  private long nextReportNanos;

  /** A keeper of a lease that was granted; it holds from its first renewal on. */
  public LeaseKeeper(
      ControlLease lease, LeaseTerms terms, ControlNode self, long term, Clocks clocks) {
    this.lease = lease;
    this.terms = terms;
    this.self = self;
    this.term = term;
    this.clocks = clocks;
    var now = read();
    this.confirmed = new Confirmed(now.nanos() - terms.ttl().toNanos(), now.wall());
    this.nextReportNanos = clocks.nanos().getAsLong();
  }

  private Confirmed read() {
    return new Confirmed(clocks.nanos().getAsLong(), clocks.wall().instant());
  }

  @Override
  public boolean holds() {
    return !deposed && sinceConfirmed().compareTo(terms.ttl()) < 0;
  }

  /** How long the lease was not confirmed, by the clock that says more. */
  public Duration sinceConfirmed() {
    var last = confirmed;
    var ticked = Duration.ofNanos(clocks.nanos().getAsLong() - last.nanos());
    var shown = Duration.between(last.wall(), clocks.wall().instant());
    return ticked.compareTo(shown) > 0 ? ticked : shown;
  }

  /** The term that this control decides in. */
  public long term() {
    return term;
  }

  /** Renews until it is closed or deposed. */
  public void start(Listener listener, LongSupplier position) {
    Thread.ofPlatform().name("lease").daemon().start(() -> run(listener, position));
  }

  private void run(Listener listener, LongSupplier position) {
    while (!closed && !deposed) {
      try {
        runOnce(listener, position);
      } catch (RuntimeException e) {
        LOG.log(WARNING, "lease not kept, trying again", e);
      }
      LockSupport.parkNanos(terms.renewEvery().toNanos());
    }
  }

  /** One renewal, and what is due besides. */
  public void runOnce(Listener listener, LongSupplier position) {
    if (!holds() && !lapsed) {
      lapsed = true;
      LOG.log(WARNING, "lease lapsed term={0}: nothing is decided until it is renewed", term);
      listener.lapsed();
    }
    var asked = read();
    try {
      switch (lease.renew(self, term)) {
        case Claim.Granted _ -> renewed(asked);
        case Claim.Held(var holder) -> lost(listener, holder);
      }
      if (!deposed && clocks.nanos().getAsLong() - nextReportNanos >= 0) {
        nextReportNanos = clocks.nanos().getAsLong() + terms.reportEvery().toNanos();
        lease.report(self, position.getAsLong());
        listener.seen(lease.controls());
      }
    } catch (LeaseUnavailable e) {
      LOG.log(WARNING, "lease not renewed term={0}: {1}", term, e.getMessage());
    }
  }

  private void renewed(Confirmed asked) {
    confirmed = asked;
    if (lapsed) {
      lapsed = false;
      LOG.log(INFO, "lease held term={0}", term);
    }
  }

  private void lost(Listener listener, String holder) {
    deposed = true;
    LOG.log(ERROR, "deposed term={0} by={1}", term, holder);
    listener.deposed(holder);
  }

  /** Lets the lease go, so that a standby takes over at once. */
  @Override
  public void close() {
    closed = true;
    if (!deposed) {
      try {
        lease.leave(self);
        lease.release(self, term);
      } catch (LeaseUnavailable e) {
        LOG.log(WARNING, "lease not released, it lapses by itself: {0}", e.getMessage());
      }
    }
  }
}
