package dev.godmode.kernel;

import dev.godmode.kernel.scaling.Scale;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.event.FleetEvent.AccessDenied;
import dev.godmode.protocol.event.FleetEvent.AgentDeclared;
import dev.godmode.protocol.event.FleetEvent.AgentScaled;
import dev.godmode.protocol.event.FleetEvent.AgentWithdrawn;
import dev.godmode.protocol.event.FleetEvent.AutopilotSwitched;
import dev.godmode.protocol.event.FleetEvent.ControlStarted;
import dev.godmode.protocol.event.FleetEvent.DocumentEvent;
import dev.godmode.protocol.event.FleetEvent.FleetResumed;
import dev.godmode.protocol.event.FleetEvent.FleetStopped;
import dev.godmode.protocol.event.FleetEvent.JoinCodeIssued;
import dev.godmode.protocol.event.FleetEvent.JoinCodeUsed;
import dev.godmode.protocol.event.FleetEvent.LossesFrozen;
import dev.godmode.protocol.event.FleetEvent.LossesThawed;
import dev.godmode.protocol.event.FleetEvent.PersonRemoved;
import dev.godmode.protocol.event.FleetEvent.PersonSet;
import dev.godmode.protocol.event.FleetEvent.PolicyApplied;
import dev.godmode.protocol.event.FleetEvent.RoadmapConflicted;
import dev.godmode.protocol.event.FleetEvent.RoadmapImported;
import dev.godmode.protocol.event.FleetEvent.SecretEvent;
import dev.godmode.protocol.event.FleetEvent.StandbyAdmitted;
import dev.godmode.protocol.event.FleetEvent.StreamSet;
import dev.godmode.protocol.node.Freeze;
import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.StreamPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What holds for the fleet as a whole.
 *
 * @param stopped why it is stopped; empty while it is not
 * @param lastFence the greatest fence ever given
 * @param agents profiles by type
 * @param streams those that are not treated as usual, by name
 * @param scales how many attempts of a type may run at once, for types that are scaled
 * @param joinCodes hashes of the secrets of unused join codes, with their expiry
 * @param trail what placements have left behind
 * @param freeze while nothing is declared lost, because most nodes fell silent at once
 * @param people beside the owner, by name
 * @param canon what is known of the canonical documents
 */
public record Fleet(
    Optional<String> stopped,
    boolean autopilot,
    long lastFence,
    Map<String, AgentProfile> agents,
    Map<String, Instant> joinCodes,
    Map<String, StreamPolicy> streams,
    Map<String, Scale> scales,
    Trail trail,
    Optional<Freeze> freeze,
    Map<String, Role> people,
    Canon canon) {

  /** Whoever holds the owner's token. */
  public static final String OWNER = "owner";

  public static final Fleet EMPTY =
      new Fleet(
          Optional.empty(),
          true,
          0,
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Trail.NONE,
          Optional.empty(),
          Map.of(),
          Canon.NONE);

  private static final Optional<AgentProfile> SHELL =
      Optional.of(AgentProfile.shell(AgentProfile.SHELL));

  /** An expired code is remembered this long, to tell its holder why it does not work. */
  private static final Duration EXPIRED_KEPT = Duration.ofDays(1);

  public Fleet {
    agents = Map.copyOf(agents);
    joinCodes = Map.copyOf(joinCodes);
    streams = Map.copyOf(streams);
    // Tables from before there was scaling have none.
    scales = Map.copyOf(Objects.requireNonNullElse(scales, Map.of()));
    // Tables from before there was a trail have none.
    trail = Objects.requireNonNullElse(trail, Trail.NONE);
    // Tables from before there were people have none.
    people = Map.copyOf(Objects.requireNonNullElse(people, Map.of()));
    // Tables from before there were snapshots have none.
    canon = Objects.requireNonNullElse(canon, Canon.NONE);
  }

  /** What a person is; empty when there is nobody of that name. */
  public Optional<Role> role(String name) {
    return name.equals(OWNER) ? Optional.of(Role.OWNER) : Optional.ofNullable(people.get(name));
  }

  /** The profile of an agent; {@code shell} is always there. */
  public Optional<AgentProfile> agent(String type) {
    var declared = Optional.ofNullable(agents.get(type));
    return declared.isEmpty() && type.equals(AgentProfile.SHELL) ? SHELL : declared;
  }

  /** How a stream is treated. */
  public StreamPolicy stream(String name) {
    var own = streams.get(name);
    return own == null ? StreamPolicy.usual(name) : own;
  }

  Fleet leased(long fence) {
    return new Fleet(
        stopped,
        autopilot,
        Math.max(lastFence, fence),
        agents,
        joinCodes,
        streams,
        scales,
        trail,
        freeze,
        people,
        canon);
  }

  Fleet trailing(Trail next) {
    return new Fleet(
        stopped, autopilot, lastFence, agents, joinCodes, streams, scales, next, freeze, people,
        canon);
  }

  /** The fleet after one more fact. Expired join codes are let go of along the way. */
  Fleet after(FleetEvent event, Instant at) {
    return switch (event) {
      case FleetStopped e ->
          new Fleet(
              Optional.of(e.reason()),
              autopilot,
              lastFence,
              agents,
              joinCodes,
              streams,
              scales,
              trail,
              freeze,
              people,
              canon);
      case FleetResumed _ ->
          new Fleet(
              Optional.empty(),
              autopilot,
              lastFence,
              agents,
              joinCodes,
              streams,
              scales,
              trail,
              freeze,
              people,
              canon);
      case AutopilotSwitched e ->
          new Fleet(
              stopped, e.on(), lastFence, agents, joinCodes, streams, scales, trail, freeze, people,
              canon);
      case AgentDeclared e -> {
        var all = new HashMap<>(agents);
        all.put(e.profile().type(), e.profile());
        yield new Fleet(
            stopped, autopilot, lastFence, all, joinCodes, streams, scales, trail, freeze, people,
            canon);
      }
      case AgentWithdrawn e -> {
        var all = new HashMap<>(agents);
        all.remove(e.agentType());
        var left = new HashMap<>(scales);
        left.remove(e.agentType());
        yield scaled(all, left);
      }
      case StreamSet(var policy) -> {
        var all = new HashMap<>(streams);
        all.put(policy.stream(), policy);
        all.values().removeIf(one -> one.equals(StreamPolicy.usual(one.stream())));
        yield new Fleet(
            stopped, autopilot, lastFence, agents, joinCodes, all, scales, trail, freeze, people,
            canon);
      }
      case JoinCodeIssued e -> {
        var codes = unexpired(at);
        codes.put(e.secretHash(), e.expires());
        yield new Fleet(
            stopped, autopilot, lastFence, agents, codes, streams, scales, trail, freeze, people,
            canon);
      }
      case JoinCodeUsed e -> {
        var codes = unexpired(at);
        codes.remove(e.secretHash());
        yield new Fleet(
            stopped, autopilot, lastFence, agents, codes, streams, scales, trail, freeze, people,
            canon);
      }
      case AgentScaled e -> {
        var all = new HashMap<>(scales);
        all.put(e.agentType(), new Scale(e.to(), at, e.reason()));
        yield scaled(agents, all);
      }
      case LossesFrozen e -> frozen(Optional.of(new Freeze(at, e.silent(), e.of())));
      // A new control process listens anew.
      case LossesThawed _, ControlStarted _ -> frozen(Optional.empty());
      case PersonSet e -> {
        var all = new HashMap<>(people);
        all.put(e.name(), e.role());
        yield peopled(all);
      }
      case PersonRemoved e -> {
        var all = new HashMap<>(people);
        all.remove(e.name());
        yield peopled(all);
      }
      case DocumentEvent e ->
          new Fleet(
              stopped,
              autopilot,
              lastFence,
              agents,
              joinCodes,
              streams,
              scales,
              trail,
              freeze,
              people,
              canon.after(e, at));
      case StandbyAdmitted _,
          AccessDenied _,
          PolicyApplied _,
          SecretEvent _,
          RoadmapImported _,
          RoadmapConflicted _ ->
          this;
    };
  }

  private Fleet scaled(Map<String, AgentProfile> profiles, Map<String, Scale> all) {
    return new Fleet(
        stopped, autopilot, lastFence, profiles, joinCodes, streams, all, trail, freeze, people,
        canon);
  }

  private Fleet peopled(Map<String, Role> all) {
    return new Fleet(
        stopped, autopilot, lastFence, agents, joinCodes, streams, scales, trail, freeze, all,
        canon);
  }

  private Fleet frozen(Optional<Freeze> next) {
    return next.equals(freeze)
        ? this
        : new Fleet(
            stopped, autopilot, lastFence, agents, joinCodes, streams, scales, trail, next, people,
            canon);
  }

  private Map<String, Instant> unexpired(Instant at) {
    var codes = new HashMap<>(joinCodes);
    codes.values().removeIf(expires -> expires.plus(EXPIRED_KEPT).isBefore(at));
    return codes;
  }
}
