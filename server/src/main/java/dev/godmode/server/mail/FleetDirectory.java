package dev.godmode.server.mail;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.mail.Directory;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.view.TaskFinder;
import java.util.Optional;
import java.util.Set;

/** Tasks and agents that one can write to, as they are now. */
public record FleetDirectory(Engine engine, TaskFinder tasks) implements Directory {

  @Override
  public Optional<Entry> task(TaskId id) {
    return tasks
        .find(id)
        .map(task -> new Entry(id, task.spec().stream(), task.state().isTerminal()));
  }

  @Override
  public Set<String> agents() {
    return engine.read(kernel -> Set.copyOf(kernel.fleet().agents().keySet())).join();
  }
}
