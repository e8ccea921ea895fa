package dev.godmode.control.serving;

import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.ProviderStanding.Pulse;
import dev.godmode.control.serving.Server.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Servers whose program runs and does not answer any more. One that has not answered yet is left
 * alone: nobody knows how long it takes to load what it serves.
 */
final class Silences {

  /** So long one may be silent. */
  static final Duration MAX = Duration.ofMinutes(2);

  /** The same while it has calls: it may have no hand free to say that it is there. */
  static final Duration MAX_AT_WORK = Provider.USUAL_PATIENCE;

  /**
   * What is known of a server since its program was started.
   *
   * @param since when it was started
   * @param silent since when it answers no more; empty while it answers
   */
  private record Life(Instant since, Optional<Instant> silent) {

    Life silentFrom(Instant now) {
      return silent.isPresent() ? this : new Life(since, Optional.of(now));
    }

    Life spared() {
      return new Life(since, Optional.empty());
    }
  }

  private final Map<String, Life> lives = new HashMap<>();

  /** Those that have been silent for too long by now; each is named once. */
  List<Server> over(ServerRound round, Instant now) {
    var running =
        round.group().servers().stream()
            .filter(server -> server.course() == Course.RUNS)
            .collect(Collectors.toMap(Server::name, server -> server));
    lives
        .entrySet()
        .removeIf(
            known ->
                Optional.ofNullable(running.get(known.getKey()))
                    .filter(server -> server.since().equals(known.getValue().since()))
                    .isEmpty());
    // While a node is silent it says nothing of its servers, and that is not their fault.
    var isBlind = round.group().blind().isPresent();
    running
        .values()
        .forEach(server -> look(server, isBlind ? Pulse.UNKNOWN : round.pulse(server), now));
    var over =
        running.values().stream()
            .filter(server -> silence(server, now).compareTo(patience(round, server)) >= 0)
            .toList();
    over.forEach(server -> lives.remove(server.name()));
    return over;
  }

  private void look(Server server, Pulse pulse, Instant now) {
    switch (pulse) {
      case UP -> lives.put(server.name(), new Life(server.since(), Optional.empty()));
      case DOWN -> lives.computeIfPresent(server.name(), (_, life) -> life.silentFrom(now));
      case UNKNOWN -> lives.computeIfPresent(server.name(), (_, life) -> life.spared());
    }
  }

  private Duration silence(Server server, Instant now) {
    return Optional.ofNullable(lives.get(server.name()))
        .flatMap(Life::silent)
        .map(since -> Duration.between(since, now))
        .orElse(Duration.ZERO);
  }

  private static Duration patience(ServerRound round, Server server) {
    return round.outstanding(server) == 0 ? MAX : MAX_AT_WORK;
  }
}
