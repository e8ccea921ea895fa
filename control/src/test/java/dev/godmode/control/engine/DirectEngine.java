package dev.godmode.control.engine;

import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.Snapshot;
import dev.godmode.protocol.event.Event;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** The real kernel in a test's hands: what is decided is durable at once. */
public final class DirectEngine implements Engine {

  /** All that has happened. */
  public final List<Event> events = new ArrayList<>();

  private final Kernel kernel = new Kernel(KernelSettings.DEFAULT, Snapshot.EMPTY);
  private final InstantSource clock;
  private final BiConsumer<Long, Changes> tables;

  /**
   * Nothing has happened.
   *
   * @param tables told what has changed, with the place in the journal
   */
  public DirectEngine(InstantSource clock, BiConsumer<Long, Changes> tables) {
    this.clock = clock;
    this.tables = tables;
  }

  @Override
  public synchronized CompletableFuture<List<Reply>> submitAll(String by, List<Command> commands) {
    return CompletableFuture.completedFuture(commands.stream().map(this::decide).toList());
  }

  private Reply decide(Command command) {
    var decision = kernel.handle(clock.instant(), command);
    events.addAll(decision.events());
    events.addAll(kernel.place(clock.instant()).events());
    tables.accept(committed(), kernel.drainChanges());
    return decision.reply();
  }

  @Override
  public synchronized <T> CompletableFuture<T> readAt(BiFunction<Kernel, Long, T> reader) {
    return CompletableFuture.completedFuture(reader.apply(kernel, committed()));
  }

  @Override
  public long committed() {
    return events.size();
  }

  @Override
  public boolean awaitTables() {
    return true;
  }
}
