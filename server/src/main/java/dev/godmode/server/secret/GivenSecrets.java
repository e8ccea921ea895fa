package dev.godmode.server.secret;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.text.Redaction;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;

/** Takes out of what an attempt says the secrets that it was given. */
public final class GivenSecrets {

  private final Engine engine;
  private final Supplier<SecretSources> sources;

  public GivenSecrets(Engine engine, Supplier<SecretSources> sources) {
    this.engine = engine;
    this.sources = sources;
  }

  /** The text, with each of them struck out. */
  public String struckFrom(AttemptKey attempt, String text) {
    var values = new HashMap<String, String>();
    for (var name : givenTo(attempt)) {
      if (sources.get().find(name).finding() instanceof Found(var value)) {
        values.put(name, value.reveal());
      }
    }
    return new Redaction(values).apply(text);
  }

  private List<String> givenTo(AttemptKey key) {
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
}
