package dev.godmode.control.inference;

import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Servers of models that are started when somebody asks for what they have. */
public interface Reserve {

  /**
   * A place among those who wait, for whoever waits there; empty when nobody would start a server
   * of that model.
   */
  Optional<Wait> queue(String model);

  /** How many wait. */
  int waiting();

  /** Somebody's place; closed by who does not come back to it. */
  interface Wait extends AutoCloseable {

    /** What is waited for, by its type. */
    String server();

    /**
     * Waits for it, and not longer than it makes sense.
     *
     * @param come whether it can be asked
     */
    Outcome await(BooleanSupplier come, Duration within);

    @Override
    void close();
  }

  /** What came of waiting. */
  sealed interface Outcome {}

  record Come() implements Outcome {}

  /** Not yet. */
  record Still() implements Outcome {}

  /** It makes no sense to wait any more. */
  record Never(ModelFault fault) implements Outcome {}
}
