package dev.godmode.kernel;

import dev.godmode.kernel.breaker.Breakers;
import dev.godmode.kernel.scaling.Scale;
import dev.godmode.protocol.code.SharedCode;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.event.FleetEvent.AccessDenied;
import dev.godmode.protocol.event.FleetEvent.AgentDeclared;
import dev.godmode.protocol.event.FleetEvent.AgentScaled;
import dev.godmode.protocol.event.FleetEvent.AgentWithdrawn;
import dev.godmode.protocol.event.FleetEvent.AutopilotSwitched;
import dev.godmode.protocol.event.FleetEvent.BreakerEvent;
import dev.godmode.protocol.event.FleetEvent.CodeEvent;
import dev.godmode.protocol.event.FleetEvent.ControlStarted;
import dev.godmode.protocol.event.FleetEvent.DocumentEvent;
import dev.godmode.protocol.event.FleetEvent.FleetResumed;
import dev.godmode.protocol.event.FleetEvent.FleetStopped;
import dev.godmode.protocol.event.FleetEvent.JoinCodeIssued;
import dev.godmode.protocol.event.FleetEvent.JoinCodeUsed;
import dev.godmode.protocol.event.FleetEvent.LossesFrozen;
import dev.godmode.protocol.event.FleetEvent.LossesThawed;
import dev.godmode.protocol.event.FleetEvent.MoneyEntered;
import dev.godmode.protocol.event.FleetEvent.PersonLoggedIn;
import dev.godmode.protocol.event.FleetEvent.PersonRemoved;
import dev.godmode.protocol.event.FleetEvent.PersonSet;
import dev.godmode.protocol.event.FleetEvent.PolicyApplied;
import dev.godmode.protocol.event.FleetEvent.RoadmapConflicted;
import dev.godmode.protocol.event.FleetEvent.RoadmapImported;
import dev.godmode.protocol.event.FleetEvent.SecretEvent;
import dev.godmode.protocol.event.FleetEvent.StandbyAdmitted;
import dev.godmode.protocol.event.FleetEvent.StreamSet;
import dev.godmode.protocol.node.Freeze;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.record.Buildable;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Source;
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
 * @param code what the fleet shares, by name
 * @param breakers what keeps work from failing in the same way again and again
 */
@Buildable
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
    Canon canon,
    Map<String, SharedCode> code,
    Breakers breakers) {

  /** Whoever holds the owner's token. */
  public static final String OWNER = "owner";

  public static final Fleet EMPTY =
      FleetBuilder.builder()
          .autopilot(true)
          .trail(Trail.NONE)
          .canon(Canon.NONE)
          .breakers(Breakers.NONE)
          .build();

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
    // Tables from before there was shared code have none.
    code = Map.copyOf(Objects.requireNonNullElse(code, Map.of()));
    // Tables from before there were breakers have none.
    breakers = Objects.requireNonNullElse(breakers, Breakers.NONE);
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

  /** What work that begins from there begins from on a node; empty: from where its branch is. */
  public Optional<Checkout> checkout(Source source, NodeId node) {
    return code.values().stream()
        .filter(shared -> shared.is(source))
        .map(shared -> shared.on(node))
        .findFirst();
  }

  Fleet leased(long fence) {
    return varied().lastFence(Math.max(lastFence, fence)).build();
  }

  Fleet breaking(Breakers next) {
    return next.equals(breakers) ? this : varied().breakers(next).build();
  }

  Fleet trailing(Trail next) {
    return varied().trail(next).build();
  }

  /** The fleet after one more fact. Expired join codes are let go of along the way. */
  Fleet after(FleetEvent event, Instant at) {
    return switch (event) {
      case FleetStopped e -> varied().stopped(Optional.of(e.reason())).build();
      case FleetResumed _ -> varied().stopped(Optional.empty()).build();
      case AutopilotSwitched e -> varied().autopilot(e.on()).build();
      case AgentDeclared e ->
          varied().agents(with(agents, e.profile().type(), e.profile())).build();
      case AgentWithdrawn e ->
          varied()
              .agents(without(agents, e.agentType()))
              .scales(without(scales, e.agentType()))
              .build();
      case StreamSet(var policy) -> {
        var all = with(streams, policy.stream(), policy);
        all.values().removeIf(one -> one.equals(StreamPolicy.usual(one.stream())));
        yield varied().streams(all).build();
      }
      case JoinCodeIssued e ->
          varied().joinCodes(with(unexpired(at), e.secretHash(), e.expires())).build();
      case JoinCodeUsed e -> varied().joinCodes(without(unexpired(at), e.secretHash())).build();
      case AgentScaled e ->
          varied().scales(with(scales, e.agentType(), new Scale(e.to(), at, e.reason()))).build();
      case LossesFrozen e -> frozen(Optional.of(new Freeze(at, e.silent(), e.of())));
      // A new control process listens anew.
      case LossesThawed _, ControlStarted _ -> frozen(Optional.empty());
      case PersonSet e -> varied().people(with(people, e.name(), e.role())).build();
      case PersonRemoved e -> varied().people(without(people, e.name())).build();
      case FleetEvent.FencesRaised e -> leased(e.to());
      case CodeEvent e -> varied().code(CodeDesk.after(code, e)).build();
      case BreakerEvent e -> breaking(breakers.after(e, at));
      case DocumentEvent e -> varied().canon(canon.after(e, at)).build();
      case StandbyAdmitted _,
          AccessDenied _,
          PersonLoggedIn _,
          PolicyApplied _,
          SecretEvent _,
          FleetEvent.ModelsCalled _,
          FleetEvent.Noted _,
          FleetEvent.MergeEvent _,
          MoneyEntered _,
          RoadmapImported _,
          RoadmapConflicted _ ->
          this;
    };
  }

  private FleetBuilder varied() {
    return FleetBuilder.from(this);
  }

  private Fleet frozen(Optional<Freeze> next) {
    return next.equals(freeze) ? this : varied().freeze(next).build();
  }

  private static <V> Map<String, V> with(Map<String, V> all, String key, V value) {
    var more = new HashMap<>(all);
    more.put(key, value);
    return more;
  }

  private static <V> Map<String, V> without(Map<String, V> all, String key) {
    var fewer = new HashMap<>(all);
    fewer.remove(key);
    return fewer;
  }

  private Map<String, Instant> unexpired(Instant at) {
    var codes = new HashMap<>(joinCodes);
    codes.values().removeIf(expires -> expires.plus(EXPIRED_KEPT).isBefore(at));
    return codes;
  }
}
