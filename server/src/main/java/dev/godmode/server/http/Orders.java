package dev.godmode.server.http;

import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * The engine as requests see it: whoever asked over HTTP does not wait for ever while the database
 * is away.
 */
public final class Orders implements Engine, AutoCloseable {

  private final Engine engine;
  private final Patience patience;

  public Orders(Engine engine, Duration patience) {
    this.engine = engine;
    this.patience = new Patience(patience);
  }

  /**
   * Hands a command in and waits until what it led to is durable.
   *
   * @throws Refusal when the kernel refuses
   */
  public void carryOut(String by, Command command) {
    if (submit(by, command).join() instanceof Reply.Refused refused) {
      throw Refusal.of(refused);
    }
  }

  @Override
  public CompletableFuture<List<Reply>> submitAll(String by, List<Command> commands) {
    return patience.limit(engine.submitAll(by, commands));
  }

  @Override
  public <T> CompletableFuture<T> readAt(BiFunction<Kernel, Long, T> reader) {
    return patience.limit(engine.readAt(reader));
  }

  @Override
  public long committed() {
    return engine.committed();
  }

  @Override
  public boolean awaitTables() {
    return engine.awaitTables();
  }

  @Override
  public void close() {
    patience.close();
  }
}
