package dev.godmode.control.serving;

import dev.godmode.control.inference.ProviderStanding.Pulse;
import dev.godmode.control.inference.ProviderStanding.Snapshot;
import dev.godmode.control.serving.Server.Course;
import dev.godmode.control.serving.WaitingRoom.Line;
import dev.godmode.kernel.scaling.Scaling;
import dev.godmode.kernel.scaling.Scaling.Decision;
import dev.godmode.kernel.scaling.Scaling.Observation;
import dev.godmode.protocol.task.Lifecycle.Serving;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One look at the servers of a type, and what is decided by it. Pure.
 *
 * @param standings of its servers that are offered, by the servers' names
 * @param seen how much there is to do, how many there are to be, and for how long
 */
record ServerRound(
    ServerGroup group, Map<String, Snapshot> standings, Line line, Observation seen) {

  ServerRound {
    standings = Map.copyOf(standings);
  }

  /** How many there are to be from now on, and why. */
  Decision decision() {
    return decision(seen);
  }

  /** What would be decided if there were so many calls. */
  Decision rehearsed(int calls) {
    return decision(
        new Observation(
            Optional.of(calls),
            seen.oldestWait(),
            seen.running(),
            seen.desired(),
            seen.sinceChange(),
            seen.lull(),
            seen.peak()));
  }

  private Decision decision(Observation what) {
    return group
        .blind()
        .map(
            why ->
                new Decision(
                    what.desired(),
                    what.desired(),
                    () -> "held at %d: %s".formatted(what.desired(), why)))
        .orElseGet(() -> Scaling.servers(group.terms().rule(), what));
  }

  /** Those that are not needed any more, or cannot stay where they are. */
  List<Server> going() {
    return Stream.concat(able().skip(wanted()), of(Course.PARTS)).toList();
  }

  /** Names of those that are to be started. */
  List<String> missing() {
    var taken = group.servers().stream().map(Server::number).toList();
    return group.blind().isPresent()
        ? List.of()
        : IntStream.rangeClosed(1, Serving.SERVERS_MAX)
            .filter(number -> !taken.contains(number))
            .limit(Math.max(0, wanted() - able().count()))
            .mapToObj(number -> Serving.name(group.type(), number))
            .toList();
  }

  /** While nothing may be decided all stay. Never more than the most, those that go included. */
  private long wanted() {
    var others = group.servers().size() - able().count();
    return group.blind().isPresent()
        ? able().count()
        : Math.min(decision().desired(), Math.max(0, group.terms().rule().max() - others));
  }

  /** Those that can stay, the ones first that are up. */
  private Stream<Server> able() {
    return of(Course.RUNS, Course.COMES, Course.NEVER)
        .sorted(
            Comparator.<Server, Boolean>comparing(server -> !isUp(server))
                .thenComparing(Server::course)
                .thenComparingInt(Server::number));
  }

  private Stream<Server> of(Course... courses) {
    return group.servers().stream().filter(server -> List.of(courses).contains(server.course()));
  }

  private boolean isUp(Server server) {
    return Optional.ofNullable(standings.get(server.name())).filter(Snapshot::isRested).isPresent();
  }

  Pulse pulse(Server server) {
    return Optional.ofNullable(standings.get(server.name()))
        .map(Snapshot::pulse)
        .orElse(Pulse.UNKNOWN);
  }

  /** Calls that it has under way. */
  int outstanding(Server server) {
    return Optional.ofNullable(standings.get(server.name())).map(Snapshot::outstanding).orElse(0);
  }

  /** Whether nothing can come up before somebody does something about it. */
  boolean isHopeless() {
    return of(Course.RUNS, Course.COMES).findAny().isEmpty()
        && (group.blind().isPresent()
            || of(Course.NEVER).findAny().isPresent()
            || of(Course.STUCK).count() >= group.terms().rule().max());
  }
}
