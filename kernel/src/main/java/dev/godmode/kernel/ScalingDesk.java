package dev.godmode.kernel;

import dev.godmode.kernel.scaling.Scale;
import dev.godmode.kernel.scaling.Scaling;
import dev.godmode.kernel.scaling.Scaling.Decision;
import dev.godmode.kernel.scaling.Scaling.Observation;
import dev.godmode.protocol.api.ScalingView;
import dev.godmode.protocol.event.FleetEvent.AgentScaled;
import dev.godmode.protocol.task.ScalingRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How many attempts of each type that is scaled may run at once: looked at before placement. */
final class ScalingDesk {

  private ScalingDesk() {}

  /** Decides anew for every type that is scaled. While the fleet is stopped all stays as it is. */
  static void review(Turn turn) {
    if (turn.state().fleet().stopped().isEmpty()) {
      List.copyOf(turn.state().backlog().types()).forEach(type -> review(turn, type));
    }
  }

  private static void review(Turn turn, String type) {
    var state = turn.state();
    var rule = state.backlog().rule(type).orElseThrow();
    var seen = observe(state, type, turn.now());
    var decision = Scaling.decide(rule, seen);
    state.backlog().note(type, decision.needed(), seen.desired(), turn.now());
    if (decision.desired() != seen.desired()) {
      turn.emit(new AgentScaled(type, seen.desired(), decision.desired(), decision.reason()));
    }
  }

  private static Observation observe(State state, String type, Instant now) {
    return observe(
        state,
        type,
        now,
        state.backlog().queued(type),
        state.backlog().oldestWait(type, now).orElse(Duration.ZERO));
  }

  private static Observation observe(
      State state, String type, Instant now, int queued, Duration oldestWait) {
    var scale = Optional.ofNullable(state.fleet().scales().get(type));
    var lull = state.backlog().lull(type).orElseThrow();
    var rule = state.backlog().rule(type).orElseThrow();
    return new Observation(
        Optional.of(queued),
        Optional.of(oldestWait),
        state.running(type),
        desired(state, type),
        scale.map(found -> Duration.between(found.since(), now)).orElse(Duration.ofDays(1)),
        lull.lasted(now),
        lull.peak(now, rule.coolDown()));
  }

  /** What was decided last; nothing yet means the rule's least. */
  private static int desired(State state, String type) {
    return Optional.ofNullable(state.fleet().scales().get(type))
        .map(Scale::desired)
        .orElseGet(() -> state.backlog().rule(type).map(ScalingRule::min).orElse(0));
  }

  /** How many attempts of the type may run at once; as many as you like when it is not scaled. */
  static int cap(State state, String type) {
    return state
        .backlog()
        .rule(type)
        .map(rule -> rule.clamp(desired(state, type)))
        .orElse(Integer.MAX_VALUE);
  }

  /** Every type that is scaled, and what would be decided now. */
  static List<ScalingView> views(State state, Instant now) {
    return state.backlog().types().stream()
        .map(type -> view(state, type, observe(state, type, now)))
        .toList();
  }

  /** What would be decided if so much were queued and had waited so long; nothing is changed. */
  static Optional<ScalingView> rehearse(
      State state, String type, Instant now, Optional<Integer> queued, Optional<Duration> wait) {
    return state
        .backlog()
        .rule(type)
        .map(
            _ ->
                view(
                    state,
                    type,
                    observe(
                        state,
                        type,
                        now,
                        queued.orElseGet(() -> state.backlog().queued(type)),
                        wait.or(() -> state.backlog().oldestWait(type, now))
                            .orElse(Duration.ZERO))));
  }

  private static ScalingView view(State state, String type, Observation seen) {
    var rule = state.backlog().rule(type).orElseThrow();
    var stopped = state.fleet().stopped();
    var decision =
        stopped.isPresent()
            ? new Decision(seen.desired(), seen.desired(), () -> "held: the fleet is stopped")
            : Scaling.decide(rule, seen);
    return new ScalingView(
        type,
        rule,
        seen.queued().orElse(0),
        seen.oldestWait().filter(Duration::isPositive),
        seen.running(),
        seen.desired(),
        decision.desired(),
        decision.reason());
  }
}
