package dev.godmode.kernel;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.godmode.kernel.placement.Ask;
import dev.godmode.kernel.placement.Need;
import dev.godmode.kernel.placement.Placement;
import dev.godmode.kernel.placement.TaskQueue.Candidacy;
import dev.godmode.kernel.placement.TaskQueue.Outcome;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.task.AttemptKey;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Takes queued tasks whose turn it is to nodes. */
final class PlacementDesk {

  private PlacementDesk() {}

  /** Places what can be placed, if anything happened that may have made room. */
  static void place(Turn turn) {
    var state = turn.state();
    if (!state.takePlacementDue()
        || state.fleet().stopped().isPresent()
        || state.queue().size() == 0
        || !state.index().hasRoom()) {
      return;
    }
    state
        .queue()
        .drain(
            turn.now(),
            stream -> Admission.admits(state, stream),
            candidacy -> place(turn, candidacy));
  }

  private static Outcome place(Turn turn, Candidacy candidacy) {
    var state = turn.state();
    if (!state.index().hasRoom()) {
      return Outcome.FLEET_FULL;
    }
    var task = state.tasks().find(candidacy.task()).orElseThrow();
    var barred = Admission.barred(state, task, turn.now());
    if (barred.isPresent()) {
      return barred.get();
    }
    var ask = ask(state, task, candidacy.need(), turn.now());
    var choice = state.index().choose(ask);
    if (choice.isPresent()) {
      lease(turn, task, choice.get());
      return Outcome.PLACED;
    }
    return state.index().mayFitSoon(ask) ? Outcome.NO_PLACE : Outcome.HOPELESS;
  }

  /** What a task asks for, with what nodes know of it. A node that has left knows nothing. */
  static Ask ask(State state, Task task, Need need, Instant now) {
    var home =
        need.sticky()
            .flatMap(wish -> wish.key().map(state.homes()::find).orElse(task.lastNode()))
            .filter(node -> isMember(state, node));
    var near =
        task.ended().isEmpty()
            ? Set.<NodeId>of()
            : task.ended().stream().flatMap(ended -> ended.node().stream()).collect(toSet());
    return new Ask(need, home, near).avoiding(broken(state, task, need, now));
  }

  /** Nodes on which its like has failed; what is kept running has brakes of its own. */
  private static Map<NodeId, String> broken(State state, Task task, Need need, Instant now) {
    var breakers = state.fleet().breakers();
    return breakers.open().isEmpty() || task.spec().keep().isPresent()
        ? Map.of()
        : breakers.barredNodes(need.agentType(), need.repository(), now).entrySet().stream()
            .collect(toMap(Map.Entry::getKey, entry -> BreakerDesk.words(state, entry.getValue())));
  }

  private static boolean isMember(State state, NodeId id) {
    return state.nodes().find(id).filter(node -> node.state() != NodeState.REMOVED).isPresent();
  }

  private static void lease(Turn turn, Task task, Placement.Choice chosen) {
    var node = chosen.candidate().node().id();
    var key =
        new AttemptKey(task.id(), task.attemptsMade() + 1, turn.state().fleet().lastFence() + 1);
    turn.emit(new AttemptLeased(key, node, chosen.why(), chosen.allotment()));
    AgentDesk.settledOn(turn, task, chosen.candidate().node());
    LeaseDesk.dispatch(turn, node, key);
  }
}
