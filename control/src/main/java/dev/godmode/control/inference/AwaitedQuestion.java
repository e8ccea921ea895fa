package dev.godmode.control.inference;

import dev.godmode.control.inference.Gateway.Refused;
import dev.godmode.control.inference.Gateway.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A question that waits until a server is there that can be asked it. */
final class AwaitedQuestion implements AutoCloseable {

  private final Reserve.Wait wait;
  private final BooleanSupplier atHand;
  private final Supplier<Reply> ask;

  /**
   * A question that could not be asked.
   *
   * @param atHand whether it could be now
   * @param ask asks it
   */
  AwaitedQuestion(Reserve.Wait wait, BooleanSupplier atHand, Supplier<Reply> ask) {
    this.wait = wait;
    this.atHand = atHand;
    this.ask = ask;
  }

  /** What it waits for. */
  String server() {
    return wait.server();
  }

  /** What comes of it; empty when nothing has within that time. */
  Optional<Reply> reply(Duration within) {
    return switch (wait.await(atHand, within)) {
      case Reserve.Still _ -> Optional.empty();
      case Reserve.Never(var fault) -> Optional.of(new Refused(fault));
      case Reserve.Come _ -> Optional.of(ask.get()).filter(reply -> !mayWait(reply, atHand));
    };
  }

  /** Whether nothing was carried out and nobody can be asked just now. */
  static boolean mayWait(Reply reply, BooleanSupplier atHand) {
    return reply instanceof Refused(var fault)
        && (fault.again() || fault.status() == 404)
        && !atHand.getAsBoolean();
  }

  @Override
  public void close() {
    wait.close();
  }
}
