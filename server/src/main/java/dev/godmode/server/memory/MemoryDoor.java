package dev.godmode.server.memory;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.Memories.Redactor;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.text.Redaction;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;

/** Takes out of what an attempt remembers the secrets that it was given. */
public final class MemoryDoor implements Redactor {

  private final Engine engine;
  private final Supplier<SecretSources> sources;

  public MemoryDoor(Engine engine, Supplier<SecretSources> sources) {
    this.engine = engine;
    this.sources = sources;
  }

  @Override
  public String clean(Asker asker, String text) {
    return switch (asker) {
      case Asker.Person _ -> text;
      case Asker.Program program -> without(given(program.attempt()), text);
    };
  }

  private List<String> given(AttemptKey key) {
    return engine
        .read(
            (Kernel kernel) ->
                kernel
                    .task(key.task())
                    .flatMap(task -> task.attempt(key))
                    .map(Attempt::secrets)
                    .orElse(List.of()))
        .join();
  }

  private String without(List<String> names, String text) {
    if (names.isEmpty()) {
      return text;
    }
    var values = new HashMap<String, String>();
    var all = sources.get();
    for (var name : names) {
      if (all.find(name).finding() instanceof Found(var value)) {
        values.put(name, value.reveal());
      }
    }
    return new Redaction(values).apply(text);
  }
}
