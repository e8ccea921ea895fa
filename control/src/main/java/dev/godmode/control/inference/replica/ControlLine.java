package dev.godmode.control.inference.replica;

import dev.godmode.protocol.api.ReplicaViews.Admittance;
import dev.godmode.protocol.api.ReplicaViews.Awaited;
import dev.godmode.protocol.api.ReplicaViews.KeyFound;
import dev.godmode.protocol.api.ReplicaViews.ReplicaOrders;
import dev.godmode.protocol.api.ReplicaViews.ReplicaReport;
import dev.godmode.protocol.inference.CallLine;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.Optional;

/** Control, as a replica asks it. Each of these throws {@link Away} when it cannot be asked. */
public interface ControlLine {

  /** A sign of life, and what has happened. */
  ReplicaOrders report(ReplicaReport report);

  /** Whose a credential is. */
  Admittance admit(String credential);

  /**
   * Sets the worst case of a call aside.
   *
   * @return why it may not be made
   */
  Optional<ModelFault> begin(CallLine call);

  /** The value of a secret that a provider or a cache names. */
  KeyFound key(String name);

  /** Waits for a server of a model, at most so long. */
  Awaited await(String model, Duration within);

  /** Control does not answer, or does not let this replica in. */
  final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Away(String why, Throwable cause) {
      super(why, cause);
    }
  }
}
