package dev.godmode.control.engine;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** What waits for the kernel's thread, and whose caller waits for it. */
sealed interface Work<T> {

  CompletableFuture<T> future();

  /** How many commands it stands for. */
  default int weight() {
    return 1;
  }

  record Orders(String by, List<Command> commands, CompletableFuture<List<Reply>> future)
      implements Work<List<Reply>> {

    @Override
    public int weight() {
      return commands.size();
    }
  }

  record Look<T>(BiFunction<Kernel, Long, T> reader, CompletableFuture<T> future)
      implements Work<T> {

    /** Reads now; the answer is given with its batch. A reader that fails hurts only its caller. */
    Batch.Answer read(Kernel kernel, long sequence) {
      try {
        return new Told<>(future, reader.apply(kernel, sequence));
      } catch (RuntimeException fault) {
        return new Faulted(future, fault);
      }
    }
  }

  /** An answer that is known but not yet durable. */
  record Told<T>(CompletableFuture<T> future, T value) implements Batch.Answer {

    @Override
    public void give() {
      future.complete(value);
    }

    @Override
    public void fail(RuntimeException fault) {
      future.completeExceptionally(fault);
    }
  }

  /** A reader's own fault. */
  record Faulted(CompletableFuture<?> future, RuntimeException fault) implements Batch.Answer {

    @Override
    public void give() {
      future.completeExceptionally(fault);
    }

    @Override
    public void fail(RuntimeException other) {
      future.completeExceptionally(other);
    }
  }
}
