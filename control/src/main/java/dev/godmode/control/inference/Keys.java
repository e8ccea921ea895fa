package dev.godmode.control.inference;

import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.control.secret.SecretValue;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys of providers, looked up when they are needed and kept nowhere. */
public final class Keys {

  /** What came of looking. */
  sealed interface Finding {}

  /** Ask away; without a key where none is needed. */
  record Ready(Optional<SecretValue> key) implements Finding {}

  record Missing(String why) implements Finding {}

  private final Supplier<SecretSources> sources;

  public Keys(Supplier<SecretSources> sources) {
    this.sources = sources;
  }

  Finding of(Provider provider) {
    if (provider.key().isEmpty()) {
      return new Ready(Optional.empty());
    }
    var name = provider.key().get().name();
    return switch (sources.get().find(name).finding()) {
      case Found(var value) -> new Ready(Optional.of(value));
      case Absent _ -> new Missing("its key has no value: gm secrets set " + name);
      case Trouble(var why, _) ->
          new Missing("its key, the secret '%s', cannot be had: %s".formatted(name, why));
    };
  }
}
