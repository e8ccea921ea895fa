package dev.godmode.kernel;

import dev.godmode.kernel.placement.Ask;
import dev.godmode.kernel.placement.Need;
import dev.godmode.kernel.placement.TaskQueue;
import dev.godmode.kernel.placement.Verdicts;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.After;
import dev.godmode.kernel.task.TaskPhase.Ended;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Missing;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.node.NodeId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Why a task is where it is, in words a person can act on. */
final class Explainer {

  private Explainer() {}

  static Explanation explain(State state, Task task, Instant now) {
    return switch (task.phase()) {
      case After _ -> after(state, task);
      case Until(var time, var reason) ->
          Explanation.said(
              "pending until %s: %s".formatted(time, reason), mend(task, "restart", "retry"));
      case Held(var reason) ->
          Explanation.said(
              "held: " + reason,
              reason.equals(Held.AUTOPILOT_OFF)
                  ? "gm autopilot on"
                  : mend(task, "start", "release"));
      case Waiting(_, var question, _) ->
          Explanation.said("waits for a person: " + question, mend(task, "restart", "approve"));
      case Stranded(_, var question, _) ->
          Explanation.said("waits for a person: " + question, "gm task approve " + task.id());
      case Queued _ -> queued(state, task, now);
      case Running running -> running(state, task, running, now);
      case Ended ended ->
          Explanation.said(
              ended.state().name().toLowerCase(Locale.ROOT)
                  + (ended.reason().isEmpty() ? "" : ": " + ended.reason()),
              "");
    };
  }

  /** The command that lets it go on: a persistent agent has its own. */
  private static String mend(Task task, String ofAgent, String ofTask) {
    return task.spec()
        .keep()
        .map(name -> "gm agent %s %s".formatted(ofAgent, name))
        .orElseGet(() -> "gm task %s %s".formatted(ofTask, task.id()));
  }

  private static Explanation after(State state, Task task) {
    var names =
        task.unsatisfied().stream()
            .sorted()
            .map(id -> state.tasks().find(id).map(t -> t.spec().name()).orElse(id.value()))
            .toList();
    return Explanation.said("pending after " + String.join(", ", names), "");
  }

  private static Explanation running(State state, Task task, Running running, Instant now) {
    if (running.missing().isPresent()) {
      return missing(state, task, running.node(), running.missing().get());
    }
    if (running.asks().isPresent()) {
      return QuestionDesk.explained(task, running.asks().get());
    }
    var why = task.attempt(running.attempt()).map(Attempt::why).orElse("");
    var verdicts = Verdicts.of(ask(state, task, now), state.index().all());
    return new Explanation(
        "runs on %s: %s".formatted(state.nodes().name(running.node()), why),
        Optional.of(running.node()),
        verdicts.best(),
        "",
        false,
        verdicts.others());
  }

  private static Explanation missing(State state, Task task, NodeId node, Missing missing) {
    return Explanation.said(
        "waits for %s, lost since %s; a person is asked at %s"
            .formatted(state.nodes().name(node), missing.since(), missing.until()),
        "bring the node back, or gm task cancel " + task.id());
  }

  private static Explanation queued(State state, Task task, Instant now) {
    var ask = ask(state, task, now);
    var verdicts = Verdicts.of(ask, state.index().all());
    var stopped = state.fleet().stopped();
    if (stopped.isPresent()) {
      return waits("queued: the fleet is stopped: " + stopped.get(), verdicts, "gm resume");
    }
    var contradiction = Impossibility.of(ask.need());
    if (contradiction.isPresent()) {
      return contradiction.get().explained(verdicts);
    }
    var obstacle = Admission.obstacle(state, task, now);
    if (!obstacle.isEmpty()) {
      return waits("queued: " + obstacle, verdicts, obstacle);
    }
    return verdicts.nearest().isEmpty()
        ? waits(
            "queued: there is no node yet", verdicts, "start a worker with ./gmup, or gm join-code")
        : placeable(state, task, ask, verdicts);
  }

  private static Explanation placeable(State state, Task task, Ask ask, Verdicts verdicts) {
    var nearest = verdicts.nearest().orElseThrow();
    if (verdicts.first().fits()) {
      return waits(
          "queued: %s fits; %s".formatted(nearest.name(), turn(state, task)), verdicts, "");
    }
    if (!verdicts.chance()) {
      return Impossibility.of(ask, state.index().all(), nearest).explained(verdicts);
    }
    return verdicts.onlyLacksSlot()
        ? waits(
            "queued: waits for a slot on %s; %s".formatted(nearest.name(), turn(state, task)),
            verdicts,
            "wait, or add a node with gm join-code")
        : waits(
            "queued: no node fits; nearest is %s: %s".formatted(nearest.name(), nearest.problem()),
            verdicts,
            nearest.mend());
  }

  /** How long the line is: in its own stream, and how many streams share. */
  private static String turn(State state, Task task) {
    var counted = state.queue().ahead(task.id());
    var ahead = counted < TaskQueue.AHEAD_MAX ? String.valueOf(counted) : counted + " or more";
    var others = state.queue().sizes().size() - 1;
    if (others <= 0) {
      return "%s go first".formatted(ahead);
    }
    return "%s of its stream go first, and %s share"
        .formatted(
            ahead, others == 1 ? "another stream has its" : others + " other streams have their");
  }

  private static Ask ask(State state, Task task, Instant now) {
    return PlacementDesk.ask(state, task, Need.of(task, state.fleet().agents()), now);
  }

  private static Explanation waits(String summary, Verdicts verdicts, String mend) {
    return new Explanation(
        summary, Optional.empty(), verdicts.best(), mend, false, verdicts.others());
  }
}
