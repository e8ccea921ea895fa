package dev.godmode.cli;

import dev.godmode.protocol.text.Quantities;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who sees what is remembered, and for how long. */
final class Keeping {

  @Option(
      names = "--scope",
      description = "Who sees it: fleet (as usual), stream:NAME, agent:TYPE or node:NAME.")
  @Nullable String scope;

  @Option(names = "--for", description = "Forget it after so long, as 30d; never as usual.")
  @Nullable String lasts;

  Optional<String> scope() {
    return Optional.ofNullable(scope);
  }

  Optional<Instant> until(InstantSource clock) {
    return Optional.ofNullable(lasts)
        .map(Quantities::duration)
        .map(time -> clock.instant().plus(time));
  }
}
