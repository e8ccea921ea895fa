package dev.godmode.control.serving;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.inference.ProviderStanding.Snapshot;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.Whereabouts.AtUrl;
import dev.godmode.control.serving.WaitingRoom.Prospect;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Command.DismissServer;
import dev.godmode.kernel.Command.RestartAgent;
import dev.godmode.kernel.Command.ScaleServers;
import dev.godmode.kernel.Command.StartAgent;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.api.ModelViews.ServingView;
import dev.godmode.protocol.api.ScalingView;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Sees to it that there are as many servers of models as are asked for. What it remembers is only
 * for how long things have been so: after a start it learns that anew, and lets nothing go sooner.
 */
public final class ServerDesk {

  private static final System.Logger LOG = System.getLogger(ServerDesk.class.getName());

  private final Engine engine;
  private final Providers providers;
  private final WaitingRoom room;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final Map<String, ServerTrend> trends = new TreeMap<>();
  private volatile List<ServerRound> rounds = List.of();
  private volatile List<ServingView> views = List.of();

  public ServerDesk(
      Engine engine,
      Providers providers,
      WaitingRoom room,
      InstantSource clock,
      Supplier<String> ids) {
    this.engine = engine;
    this.providers = providers;
    this.room = room;
    this.clock = clock;
    this.ids = ids;
  }

  /** All types whose program is a server of models, as they were at the last look; by name. */
  public List<ServingView> views() {
    return views;
  }

  /** What would be decided for a type if there were so many calls; empty when it serves nothing. */
  public Optional<ScalingView> rehearse(String type, Optional<Integer> calls) {
    return rounds.stream()
        .filter(round -> round.group().type().equals(type))
        .findFirst()
        .map(
            round -> {
              var scaling = ServerWords.view(round, Set.of(), Optional.empty()).scaling();
              var decision = calls.map(round::rehearsed).orElseGet(round::decision);
              return new ScalingView(
                  type,
                  scaling.rule(),
                  calls.orElse(scaling.queued()),
                  scaling.oldestWait(),
                  scaling.running(),
                  scaling.desired(),
                  decision.desired(),
                  decision.reason());
            });
  }

  /** Looks how many calls there are, and acts on it. */
  public synchronized void runOnce() {
    var now = clock.instant();
    var groups = engine.read(ServerGroup::all).join();
    trends.keySet().retainAll(groups.stream().map(ServerGroup::type).toList());
    var standings =
        providers.all().stream()
            .collect(Collectors.toMap(one -> one.provider().name(), Function.identity()));
    rounds = groups.stream().map(group -> look(group, standings, now)).toList();
    rounds.forEach(round -> carryOut(round, now));
    tell(standings, now);
  }

  private ServerTrend trend(ServerGroup group) {
    return trends.computeIfAbsent(group.type(), _ -> new ServerTrend());
  }

  private ServerRound look(ServerGroup group, Map<String, Snapshot> all, Instant now) {
    var own = new HashMap<String, Snapshot>();
    for (var server : group.servers()) {
      server
          .provider()
          .flatMap(name -> Optional.ofNullable(all.get(name)))
          .ifPresent(standing -> own.put(server.name(), standing));
    }
    return trend(group).look(group, own, room.line(group.type()), now);
  }

  private void carryOut(ServerRound round, Instant now) {
    var group = round.group();
    var decision = round.decision();
    var commands = new ArrayList<Command>();
    if (decision.desired() != group.desired()) {
      commands.add(new ScaleServers(group.type(), decision.desired(), decision.reason()));
    }
    for (var name : round.missing()) {
      commands.add(new StartAgent(new TaskId(ids.get()), name, group.type(), Optional.empty()));
    }
    for (var server : trend(group).finished(round, now)) {
      commands.add(new DismissServer(server.name(), "not needed: " + decision.reason()));
    }
    for (var server : trend(group).silent(round, now)) {
      commands.add(new RestartAgent(server.name(), "its program runs and answers no more"));
    }
    if (!commands.isEmpty()) {
      for (var reply : engine.submitAll("control", commands).join()) {
        if (reply instanceof Reply.Refused refused) {
          LOG.log(WARNING, "servers of {0}: {1}", group.type(), refused);
        }
      }
    }
  }

  private void tell(Map<String, Snapshot> standings, Instant now) {
    var models = new HashSet<String>();
    var leaving = new HashSet<String>();
    var prospects = new TreeMap<String, Prospect>();
    var shown = new ArrayList<ServingView>();
    for (var round : rounds) {
      var group = round.group();
      var gone = trend(group).leaving(group);
      models.addAll(group.terms().models());
      group.servers().stream()
          .filter(server -> gone.contains(server.name()))
          .forEach(server -> server.provider().ifPresent(leaving::add));
      prospects.put(
          group.type(),
          new Prospect(
              group.terms().models(), round.isHopeless(), ServerWords.prospect(round, now)));
      shown.add(ServerWords.view(round, gone, elsewhere(group, standings)));
    }
    providers.expect(models, leaving);
    room.tell(prospects);
    views = List.copyOf(shown);
  }

  /** What a person brought in goes before what nodes offer, under a model's bare name. */
  private static Optional<String> elsewhere(ServerGroup group, Map<String, Snapshot> standings) {
    return standings.values().stream()
        .filter(one -> one.provider().where() instanceof AtUrl)
        .flatMap(
            one ->
                group.terms().models().stream()
                    .filter(one::offers)
                    .map(
                        model ->
                            "%s is asked of %s, which a person brought in"
                                .formatted(model, one.provider().name())))
        .sorted()
        .findFirst();
  }
}
