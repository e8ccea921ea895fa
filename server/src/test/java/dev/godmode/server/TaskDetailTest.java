package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.Reply;
import dev.godmode.server.view.Ledger;
import dev.godmode.server.view.TaskFinder;
import dev.godmode.testkit.InMemoryTables;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task as it is told, state and story, while it goes on. */
class TaskDetailTest {

  @TempDir Path home;

  /** Something happens between the first look and the next. */
  private record Interrupted(Engine engine, Runnable meanwhile, AtomicBoolean looked)
      implements Engine {

    @Override
    public <T> CompletableFuture<T> readAt(BiFunction<Kernel, Long, T> reader) {
      var answer = CompletableFuture.completedFuture(engine.readAt(reader).join());
      if (looked.compareAndSet(false, true)) {
        meanwhile.run();
      }
      return answer;
    }

    @Override
    public CompletableFuture<List<Reply>> submitAll(String by, List<Command> commands) {
      return engine.submitAll(by, commands);
    }

    @Override
    public long committed() {
      return engine.committed();
    }

    @Override
    public boolean awaitTables() {
      return engine.awaitTables();
    }
  }

  @Test
  void its_story_is_never_newer_than_its_state() {
    try (var attempts = new RunningAttempts(home)) {
      var mine = attempts.begin("mine", "");
      var engine =
          new Interrupted(
              attempts.control.engine, () -> attempts.end(mine.attempt()), new AtomicBoolean());

      var detail =
          new TaskFinder(engine, new InMemoryTables(), new Ledger(attempts.control.books))
              .detail(mine.attempt().task());

      assertThat(detail.path().getLast().state()).isEqualTo(detail.task().state());
    }
  }
}
