package dev.godmode.kernel;

import dev.godmode.kernel.placement.Need;
import dev.godmode.kernel.placement.TaskQueue;
import dev.godmode.kernel.placement.Verdicts;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.After;
import dev.godmode.kernel.task.TaskPhase.Ended;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.text.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Why a task is where it is, in words a person can act on. */
final class Explainer {

  private Explainer() {}

  static Explanation explain(State state, Task task) {
    return switch (task.phase()) {
      case After _ -> after(state, task);
      case Until(var time, var reason) ->
          said("pending until %s: %s".formatted(time, reason), mend(task, "restart", "retry"));
      case Held(var reason) ->
          said(
              "held: " + reason,
              reason.equals(Held.AUTOPILOT_OFF)
                  ? "gm autopilot on"
                  : mend(task, "start", "release"));
      case Waiting(_, var question, _) ->
          said("waits for a person: " + question, mend(task, "restart", "approve"));
      case Stranded(_, var question, _) ->
          said("waits for a person: " + question, "gm task approve " + task.id());
      case Queued _ -> queued(state, task);
      case Running running -> running(state, task, running);
      case Ended ended ->
          said(
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
    return said("pending after " + String.join(", ", names), "");
  }

  private static Explanation running(State state, Task task, Running running) {
    var why = task.attempt(running.attempt()).map(attempt -> attempt.why()).orElse("");
    if (running.missing().isPresent()) {
      return said(
          "waits for %s, lost since %s; a person is asked at %s"
              .formatted(
                  state.nodes().name(running.node()),
                  running.missing().get().since(),
                  running.missing().get().until()),
          "bring the node back, or gm task cancel " + task.id());
    }
    return new Explanation(
        "runs on %s: %s".formatted(state.nodes().name(running.node()), why),
        Optional.of(running.node()),
        Verdicts.of(need(state, task), LeaseDesk.candidates(state)),
        "",
        false);
  }

  private static Explanation queued(State state, Task task) {
    var verdicts = Verdicts.of(need(state, task), LeaseDesk.candidates(state));
    var stopped = state.fleet().stopped();
    if (stopped.isPresent()) {
      return nowhere("queued: the fleet is stopped: " + stopped.get(), verdicts, "gm resume");
    }
    var ofStream = Admission.obstacle(state, task.spec().stream());
    var obstacle = ofStream.isEmpty() ? Admission.obstacle(state, task) : ofStream;
    if (!obstacle.isEmpty()) {
      return nowhere("queued: " + obstacle, verdicts, obstacle);
    }
    if (verdicts.isEmpty()) {
      return nowhere(
          "queued: there is no node yet", verdicts, "start a worker with ./gmup, or gm join-code");
    }
    if (verdicts.getFirst().fits()) {
      return nowhere(
          "queued: %s fits; %s".formatted(verdicts.getFirst().name(), turn(state, task)),
          verdicts,
          "");
    }
    var missing = Verdicts.offeredNowhere(need(state, task), LeaseDesk.candidates(state));
    if (!missing.isEmpty()) {
      return never(state, missing, verdicts);
    }
    if (Verdicts.onlyLacksSlot(verdicts.getFirst())) {
      return nowhere(
          "queued: waits for a slot on %s; %s"
              .formatted(verdicts.getFirst().name(), turn(state, task)),
          verdicts,
          "wait, or add a node with gm join-code");
    }
    var nearest = Verdicts.nearest(verdicts);
    return nowhere(
        "queued: no node fits; nearest is %s: %s".formatted(nearest.name(), nearest.problem()),
        verdicts,
        nearest.mend());
  }

  private static Explanation never(
      State state, Set<String> missing, List<Explanation.NodeVerdict> verdicts) {
    var offered = Verdicts.offered(LeaseDesk.candidates(state));
    var words =
        missing.stream()
            .map(skill -> "'%s'%s".formatted(skill, Spelling.hint(skill, offered)))
            .collect(Collectors.joining(" and "));
    return new Explanation(
        "never, as the fleet is: no node offers %s; nearest is %s"
            .formatted(words, verdicts.getFirst().name()),
        Optional.empty(),
        verdicts,
        "start a worker with ./gmup --skills %s, or require less"
            .formatted(String.join(",", missing)),
        true);
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

  private static Need need(State state, Task task) {
    return Need.of(task, state.fleet().agents());
  }

  private static Explanation said(String summary, String mend) {
    return new Explanation(summary, Optional.<NodeId>empty(), List.of(), mend, false);
  }

  private static Explanation nowhere(
      String summary, List<Explanation.NodeVerdict> verdicts, String mend) {
    return new Explanation(summary, Optional.empty(), verdicts, mend, false);
  }
}
