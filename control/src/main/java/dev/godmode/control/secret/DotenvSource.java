package dev.godmode.control.secret;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lines of a {@code .env}, in whatever that is kept. */
public final class DotenvSource implements SecretSource, SecretSource.Writable {

  private final Vessel vessel;

  public DotenvSource(Vessel vessel) {
    this.vessel = vessel;
  }

  @Override
  public String words() {
    return vessel.words();
  }

  private sealed interface Content {}

  private record Values(Map<String, String> all) implements Content {}

  private record Unusable(String why) implements Content {}

  private Content content() {
    try {
      return new Values(Dotenv.read(vessel.read().orElse("")));
    } catch (IOException e) {
      return new Unusable(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return new Unusable("%s: %s".formatted(words(), e.getMessage()));
    }
  }

  @Override
  public Finding find(String name) {
    return switch (content()) {
      case Values(var all) -> Named.find(all, name, EnvironmentSource.variable(name), words());
      case Unusable(var why) -> new Trouble(why, false);
    };
  }

  @Override
  public Set<String> names() {
    return switch (content()) {
      case Values(var all) -> all.keySet();
      case Unusable _ -> Set.of();
    };
  }

  @Override
  public Optional<Writable> writable() {
    return Optional.of(this);
  }

  @Override
  public synchronized void put(String name, SecretValue value) {
    if (content() instanceof Unusable(var why)) {
      throw new SecretTrouble(why);
    }
    try {
      vessel.write(Dotenv.with(vessel.read().orElse(""), name, value));
    } catch (IOException e) {
      throw new SecretTrouble(String.valueOf(e.getMessage()));
    }
  }
}
