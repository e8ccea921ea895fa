package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.DismissServer;
import dev.godmode.kernel.Command.ScaleServers;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.scaling.Scale;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.event.FleetEvent.AgentScaled;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Lifecycle.Serving;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Servers of models. Each is kept running as a persistent agent is, but there are as many as calls
 * ask for. Calls do not come by the kernel, so how many that are is decided beside it; here it is
 * written down, and held against the rule.
 */
final class ServingDesk {

  private ServingDesk() {}

  static Reply scale(Turn turn, ScaleServers command) {
    var rule = terms(turn.state(), command.type()).map(Serving::rule);
    if (rule.isEmpty()) {
      return refused(Code.NOT_FOUND, "agent '%s' serves no models", command.type());
    }
    var to = command.to();
    if (rule.get().clamp(to) != to) {
      return refused(
          Code.INVALID,
          "there are %d to %d servers of type %s by its rule, not %d",
          rule.get().min(),
          rule.get().max(),
          command.type(),
          to);
    }
    var from = desired(turn.state(), command.type());
    if (from != to) {
      turn.emit(new AgentScaled(command.type(), from, to, command.reason()));
    }
    return DONE;
  }

  private static int desired(State state, String type) {
    return Optional.ofNullable(state.fleet().scales().get(type))
        .map(Scale::desired)
        .or(() -> terms(state, type).map(terms -> terms.rule().min()))
        .orElse(0);
  }

  static Reply dismiss(Turn turn, DismissServer command) {
    var task = turn.state().tasks().kept(command.name());
    if (task.isEmpty() || !isServer(turn.state(), task.get())) {
      return refused(Code.NOT_FOUND, "there is no server '%s'", command.name());
    }
    AgentDesk.retire(turn, task.get(), command.reason());
    return DONE;
  }

  private static Optional<Serving> terms(State state, String type) {
    return state.fleet().agent(type).flatMap(ServingDesk::terms);
  }

  private static Optional<Serving> terms(AgentProfile profile) {
    return profile.lifecycle() instanceof Serving serving ? Optional.of(serving) : Optional.empty();
  }

  static boolean serves(AgentProfile profile) {
    return terms(profile).isPresent();
  }

  /** Whether it keeps a server of models running, and not what lives on under a name of its own. */
  static boolean isServer(State state, Task task) {
    return terms(state, task.spec().agentType()).isPresent();
  }

  /** Whether what was kept running under a name becomes servers with numbers, or these a name. */
  static boolean changes(AgentProfile now, Optional<AgentProfile> before) {
    return before.filter(old -> serves(old) != serves(now)).isPresent();
  }

  /** Why an agent of a type cannot be called so; empty when it can. */
  static Optional<Reply> misnamed(AgentProfile profile, String name) {
    return terms(profile)
        .filter(_ -> !name.matches(Pattern.quote(profile.type()) + "-[1-9]\\d{0,2}"))
        .map(
            terms ->
                refused(
                    Code.INVALID,
                    "agent '%s' serves models: its servers are called %s, and so on, and start when they are asked for",
                    profile.type(),
                    Serving.name(profile.type(), 1)));
  }
}
