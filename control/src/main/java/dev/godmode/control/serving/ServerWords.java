package dev.godmode.control.serving;

import dev.godmode.control.inference.ProviderStanding.Pulse;
import dev.godmode.control.inference.ProviderStanding.Snapshot;
import dev.godmode.control.serving.Server.Course;
import dev.godmode.protocol.api.ModelViews.ServerView;
import dev.godmode.protocol.api.ModelViews.ServingView;
import dev.godmode.protocol.api.ScalingView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A look at the servers of a type, as people see it. */
final class ServerWords {

  private static final int TOLD_MAX = 3;

  private ServerWords() {}

  /**
   * All of it.
   *
   * @param leaving names of servers that finish what they have
   * @param elsewhere who has the models too and is asked in their stead
   */
  static ServingView view(ServerRound round, Set<String> leaving, Optional<String> elsewhere) {
    var group = round.group();
    var decision = round.decision();
    return new ServingView(
        group.terms().models(),
        new ScalingView(
            group.type(),
            group.terms().rule(),
            round.seen().queued().orElse(0),
            round.line().oldest(),
            (int) group.servers().stream().filter(one -> one.course() == Course.RUNS).count(),
            decision.desired(),
            decision.desired(),
            decision.reason() + elsewhere.map("; "::concat).orElse("")),
        group.servers().stream().map(server -> view(round, server, leaving)).toList());
  }

  private static ServerView view(ServerRound round, Server server, Set<String> leaving) {
    var standing = Optional.ofNullable(round.standings().get(server.name()));
    return new ServerView(
        server.name(),
        state(server, standing, leaving),
        server.words().isEmpty() ? standing.map(Snapshot::why).orElse("") : server.words(),
        server.node(),
        server.since(),
        round.outstanding(server));
  }

  private static String state(Server server, Optional<Snapshot> standing, Set<String> leaving) {
    return switch (server.course()) {
      case RUNS ->
          leaving.contains(server.name())
              ? "stopping"
              : standing.map(ServerWords::state).orElse("starting");
      case COMES -> "waiting";
      case NEVER -> "never";
      case STUCK -> "stuck";
      case PARTS, ENDS -> "stopping";
    };
  }

  private static String state(Snapshot standing) {
    if (standing.pulse() == Pulse.DOWN) {
      return "down";
    }
    return standing.isRested() ? "up" : "resting";
  }

  /** How it stands with them, for whoever waits for one. */
  static String prospect(ServerRound round, Instant now) {
    var servers = round.group().servers();
    if (round.isHopeless() && round.group().blind().isPresent()) {
      return round.group().blind().get();
    }
    return servers.isEmpty()
        ? "none has been started yet"
        : servers.stream()
            .limit(TOLD_MAX)
            .map(server -> prospect(round, server, now))
            .collect(Collectors.joining("; "));
  }

  private static String prospect(ServerRound round, Server server, Instant now) {
    var view = view(round, server, Set.of());
    var where = server.node().map(" on "::concat).orElse("");
    if (view.state().equals("starting")) {
      return "%s%s has been starting for %d s"
          .formatted(server.name(), where, Duration.between(server.since(), now).toSeconds());
    }
    return view.why().isEmpty()
        ? "%s%s is %s".formatted(server.name(), where, view.state())
        : "%s%s: %s".formatted(server.name(), where, view.why());
  }
}
