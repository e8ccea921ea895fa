package dev.godmode.control.engine;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The one way to the kernel: commands go in from any thread, are decided by one thread, made
 * durable in groups, and answered only then.
 */
public interface Engine {

  /**
   * Hands a command in.
   *
   * @param by who causes it: {@code owner}, {@code node:NAME}, {@code autopilot}, {@code control}
   * @return completes when what it led to is durable; fails with {@link EngineBusy} when too many
   *     commands wait, and with the journal's exception when it cannot be made durable
   */
  default CompletableFuture<Reply> submit(String by, Command command) {
    return submitAll(by, List.of(command)).thenApply(List::getFirst);
  }

  /**
   * Hands several commands in: they are decided one after the other with none between them, and
   * become durable together.
   *
   * @return the replies in the order of the commands; fails as {@link #submit} does
   */
  CompletableFuture<List<Reply>> submitAll(String by, List<Command> commands);

  /**
   * Reads the kernel's state on its own thread; the function must only copy, and quickly. Completes
   * when all that was read is durable.
   *
   * @param reader gets the kernel and the sequence number of the last entry in its state
   */
  <T> CompletableFuture<T> readAt(BiFunction<Kernel, Long, T> reader);

  /** {@link #readAt} for those who do not need the place in the journal. */
  default <T> CompletableFuture<T> read(Function<Kernel, T> reader) {
    return readAt((kernel, _) -> reader.apply(kernel));
  }

  /** The sequence number of the last durable entry. */
  long committed();

  /** Waits until the tables have caught up with what is durable now; false when they do not. */
  boolean awaitTables();

  /** Too many commands wait; try again a little later. */
  final class EngineBusy extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EngineBusy(String message) {
      super(message);
    }
  }
}
