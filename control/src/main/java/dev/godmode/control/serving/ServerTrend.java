package dev.godmode.control.serving;

import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.ProviderStanding.Snapshot;
import dev.godmode.control.serving.Server.Course;
import dev.godmode.control.serving.WaitingRoom.Line;
import dev.godmode.kernel.scaling.Lull;
import dev.godmode.kernel.scaling.Scaling.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How the servers of a type have done of late: what cannot be seen at a moment. */
final class ServerTrend {

  /** So long a server that is not needed any more may finish the calls that it has. */
  static final Duration FINISHED_WITHIN = Provider.USUAL_PATIENCE;

  private static final Duration ALWAYS = Duration.ofDays(1);

  private final Lull lull = new Lull();
  private final Silences silences = new Silences();

  /** Calls that each was asked until the last look. */
  private Map<String, Long> asked = Map.of();

  /** Those that get no new calls, since when. */
  private final Map<String, Instant> leaving = new HashMap<>();

  /** A look at them. */
  ServerRound look(ServerGroup group, Map<String, Snapshot> standings, Line line, Instant now) {
    var coolDown = group.terms().rule().coolDown();
    var round =
        new ServerRound(
            group,
            standings,
            line,
            new Observation(
                Optional.of(calls(standings) + line.count()),
                line.oldest(),
                0,
                group.desired(),
                group.scale().map(scale -> Duration.between(scale.since(), now)).orElse(ALWAYS),
                lull.lasted(now),
                lull.peak(now, coolDown)));
    lull.note(round.decision().needed(), group.desired(), now, coolDown);
    return round;
  }

  /** Those under way; one at least when any came and went since the last look. */
  private int calls(Map<String, Snapshot> standings) {
    var before = asked;
    asked =
        standings.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().calls()));
    var fresh =
        asked.entrySet().stream()
            .anyMatch(one -> !one.getValue().equals(before.getOrDefault(one.getKey(), 0L)));
    return Math.max(
        fresh ? 1 : 0, standings.values().stream().mapToInt(Snapshot::outstanding).sum());
  }

  /**
   * Those that can be dismissed. One that runs gets no new calls from this look on, so what it has
   * at a later one is all that it has to finish.
   */
  List<Server> finished(ServerRound round, Instant now) {
    var going = round.going();
    var finished =
        going.stream()
            .filter(
                server ->
                    switch (server.course()) {
                      case RUNS, PARTS -> isFinished(server, round, now);
                      case COMES, NEVER, STUCK, ENDS -> true;
                    })
            .toList();
    leaving.keySet().retainAll(going.stream().map(Server::name).toList());
    going.forEach(server -> leaving.putIfAbsent(server.name(), now));
    return finished;
  }

  private boolean isFinished(Server server, ServerRound round, Instant now) {
    var since = leaving.get(server.name());
    return since != null
        && (round.outstanding(server) == 0 || !now.isBefore(since.plus(FINISHED_WITHIN)));
  }

  /** Those whose program is to be started again, for it answers no more. */
  List<Server> silent(ServerRound round, Instant now) {
    return silences.over(round, now);
  }

  /** Names of those that get no new calls. */
  Set<String> leaving(ServerGroup group) {
    return group.servers().stream()
        .filter(server -> leaving.containsKey(server.name()) || server.course() == Course.ENDS)
        .map(Server::name)
        .collect(Collectors.toSet());
  }
}
