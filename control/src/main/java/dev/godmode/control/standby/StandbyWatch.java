package dev.godmode.control.standby;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.engine.Follower;
import dev.godmode.control.standby.ControlLease.Claim;
import dev.godmode.control.standby.ControlLease.Seen;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Follows the control that decides, until the lease is this one's. */
public final class StandbyWatch {

  private static final System.Logger LOG = System.getLogger(StandbyWatch.class.getName());

  /**
   * How things stand.
   *
   * @param behind entries that were not replayed yet at the last look
   * @param trouble why the database could not be looked at; empty when it could
   */
  public record Standing(
      List<Seen> controls, long position, long behind, Optional<String> trouble) {

    public Standing {
      controls = List.copyOf(controls);
    }

    /** The control that decides, as far as is known. */
    public Optional<Seen> holder() {
      return controls.stream().filter(Seen::holds).findFirst();
    }
  }

  private final ControlLease lease;
  private final LeaseTerms terms;
  private final ControlNode self;
  private final Follower follower;
  private final LongSupplier nanos;
  private long nextReportNanos;
  private volatile Standing standing = new Standing(List.of(), 0, 0, Optional.empty());
  private volatile boolean closed;

  public StandbyWatch(
      ControlLease lease,
      LeaseTerms terms,
      ControlNode self,
      Follower follower,
      LongSupplier nanos) {
    this.lease = lease;
    this.terms = terms;
    this.self = self;
    this.follower = follower;
    this.nanos = nanos;
    this.nextReportNanos = nanos.getAsLong();
  }

  public Standing standing() {
    return standing;
  }

  /** Follows until the lease is granted; empty when it was closed before. */
  public OptionalLong awaitTerm() {
    while (!closed) {
      try {
        var term = runOnce();
        if (term.isPresent()) {
          return term;
        }
      } catch (RuntimeException e) {
        inTrouble(String.valueOf(e.getMessage()));
      }
      LockSupport.parkNanos(terms.lookEvery().toNanos());
    }
    return OptionalLong.empty();
  }

  /** One look: the term when the lease was granted. */
  public OptionalLong runOnce() {
    follower.catchUp();
    follower.settle();
    if (nanos.getAsLong() - nextReportNanos >= 0) {
      nextReportNanos = nanos.getAsLong() + terms.reportEvery().toNanos();
      lease.report(self, follower.position());
      look();
    }
    return switch (lease.take(self)) {
      case Claim.Held _ -> OptionalLong.empty();
      case Claim.Granted(var term) -> {
        follower.catchUp();
        LOG.log(INFO, "lease taken term={0} position={1}", term, follower.position());
        yield OptionalLong.of(term);
      }
    };
  }

  private void look() {
    if (standing.trouble().isPresent()) {
      LOG.log(INFO, "database answers again position={0}", follower.position());
    }
    standing =
        new Standing(lease.controls(), follower.position(), follower.behind(), Optional.empty());
  }

  private void inTrouble(String why) {
    if (standing.trouble().isEmpty()) {
      LOG.log(WARNING, "cannot follow, trying again: {0}", why);
    }
    standing =
        new Standing(standing.controls(), standing.position(), standing.behind(), Optional.of(why));
  }

  /** Follows no longer, and leaves the list of controls. */
  public void close() {
    closed = true;
    try {
      lease.leave(self);
    } catch (ControlLease.LeaseUnavailable e) {
      LOG.log(WARNING, "could not leave the list of controls: {0}", e.getMessage());
    }
  }
}
