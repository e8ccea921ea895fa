package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.AdmitStandby;
import dev.godmode.kernel.Command.DeclareAgents;
import dev.godmode.kernel.Command.IssueJoinCode;
import dev.godmode.kernel.Command.NoteRoadmapConflict;
import dev.godmode.kernel.Command.NoteRoadmapImport;
import dev.godmode.kernel.Command.SetStream;
import dev.godmode.kernel.Command.StartControl;
import dev.godmode.kernel.Command.StopFleet;
import dev.godmode.kernel.Command.SwitchAutopilot;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.protocol.event.FleetEvent.AgentDeclared;
import dev.godmode.protocol.event.FleetEvent.AgentWithdrawn;
import dev.godmode.protocol.event.FleetEvent.AutopilotSwitched;
import dev.godmode.protocol.event.FleetEvent.ControlStarted;
import dev.godmode.protocol.event.FleetEvent.FleetResumed;
import dev.godmode.protocol.event.FleetEvent.FleetStopped;
import dev.godmode.protocol.event.FleetEvent.JoinCodeIssued;
import dev.godmode.protocol.event.FleetEvent.RoadmapConflicted;
import dev.godmode.protocol.event.FleetEvent.RoadmapImported;
import dev.godmode.protocol.event.FleetEvent.StandbyAdmitted;
import dev.godmode.protocol.event.FleetEvent.StreamSet;
import dev.godmode.protocol.event.TaskEvent.TaskHeld;
import dev.godmode.protocol.event.TaskEvent.TaskReleased;
import java.util.List;
import java.util.TreeSet;

/** What is asked of the fleet as a whole. */
final class FleetDesk {

  private FleetDesk() {}

  static Reply start(Turn turn, StartControl command) {
    turn.emit(new ControlStarted(command.version()));
    turn.state().nodes().listenFrom(turn.now());
    return DONE;
  }

  static Reply admit(Turn turn, AdmitStandby command) {
    turn.emit(new StandbyAdmitted(command.name()));
    return DONE;
  }

  static Reply stop(Turn turn, StopFleet command) {
    if (turn.state().fleet().stopped().isPresent()) {
      return DONE;
    }
    turn.emit(new FleetStopped(command.reason()));
    for (var node : turn.state().nodes().all()) {
      for (var id : turn.state().nodes().leased(node.id())) {
        if (turn.state().tasks().find(id).orElseThrow().phase() instanceof Running running) {
          LeaseDesk.stop(turn, running, Stopping.FLEET, command.reason());
        }
      }
    }
    return DONE;
  }

  static Reply resume(Turn turn) {
    if (turn.state().fleet().stopped().isPresent()) {
      turn.emit(new FleetResumed());
    }
    return DONE;
  }

  static Reply autopilot(Turn turn, SwitchAutopilot command) {
    if (turn.state().fleet().autopilot() == command.on()) {
      return DONE;
    }
    turn.emit(new AutopilotSwitched(command.on()));
    for (var task : List.copyOf(turn.state().tasks().all())) {
      if (command.on()
          && task.phase() instanceof Held(var reason)
          && reason.equals(Held.AUTOPILOT_OFF)) {
        turn.emit(new TaskReleased(task.id()));
        TaskDesk.settle(turn, task.id());
      } else if (!command.on()
          && task.phase() instanceof Queued
          && task.spec().roadmapKey().isPresent()) {
        turn.emit(new TaskHeld(task.id(), Held.AUTOPILOT_OFF));
      }
    }
    return DONE;
  }

  static Reply set(Turn turn, SetStream command) {
    var policy = command.policy();
    if (!turn.state().fleet().stream(policy.stream()).equals(policy)) {
      turn.emit(new StreamSet(policy));
    }
    return DONE;
  }

  static Reply declare(Turn turn, DeclareAgents command) {
    var before = turn.state().fleet().agents();
    var gone = new TreeSet<>(before.keySet());
    for (var profile : command.profiles()) {
      gone.remove(profile.type());
      if (!profile.equals(turn.state().fleet().agents().get(profile.type()))) {
        turn.emit(new AgentDeclared(profile));
      }
    }
    gone.forEach(type -> turn.emit(new AgentWithdrawn(type)));
    AgentDesk.follow(turn, before);
    return DONE;
  }

  static Reply issue(Turn turn, IssueJoinCode command) {
    if (!command.expires().isAfter(turn.now())) {
      return refused(Code.INVALID, "a join code must expire in the future");
    }
    turn.emit(new JoinCodeIssued(command.secretHash(), command.expires()));
    return DONE;
  }

  static Reply note(Turn turn, NoteRoadmapImport command) {
    turn.emit(new RoadmapImported(command.source(), command.imported(), command.quarantined()));
    return DONE;
  }

  static Reply note(Turn turn, NoteRoadmapConflict command) {
    turn.emit(new RoadmapConflicted(command.key(), command.reason()));
    return DONE;
  }
}
