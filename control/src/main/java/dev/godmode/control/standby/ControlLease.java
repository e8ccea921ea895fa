package dev.godmode.control.standby;

import java.time.Duration;
import java.util.List;

/** Which of the controls on one database decides. Every time in it is the database's. */
public interface ControlLease {

  /**
   * Takes the lease if it is free, lapsed, or this control's own already.
   *
   * @return when granted, no holder of an earlier term can write any more
   * @throws LeaseUnavailable when the database does not answer, or an earlier holder's sessions do
   *     not end
   */
  Claim take(ControlNode self);

  /** Prolongs the lease of this term, also when it lapsed and nobody has taken it since. */
  Claim renew(ControlNode self, long term);

  /** Lets go, so that another need not wait; nothing happens when it is held by another term. */
  void release(ControlNode self, long term);

  /** Writes down that this control is there, and how far it has followed the journal. */
  void report(ControlNode self, long position);

  /** Takes this control out of the list. */
  void leave(ControlNode self);

  /** Every control that was there within {@link LeaseTerms#remembered}, by name. */
  List<Seen> controls();

  /** The answer to who asks for the lease. */
  sealed interface Claim {

    /** It is this control's; the term grows with each taking. */
    record Granted(long term) implements Claim {}

    /** Another one has it. */
    record Held(String holder) implements Claim {}
  }

  /**
   * A control as the others know it.
   *
   * @param holds whether the lease is its, lapsed or not
   * @param ago since it reported
   */
  record Seen(ControlNode node, boolean holds, long position, Duration ago) {}

  /** It cannot be told who holds the lease. */
  final class LeaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LeaseUnavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
