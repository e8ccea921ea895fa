package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.GiveSecrets;
import dev.godmode.kernel.Command.NoteBrokered;
import dev.godmode.kernel.Command.NoteSecret;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.event.FleetEvent.CallsBrokered;
import dev.godmode.protocol.event.FleetEvent.SecretSet;
import dev.godmode.protocol.event.TaskEvent.SecretsGiven;
import dev.godmode.protocol.event.TaskEvent.TaskHeld;
import dev.godmode.protocol.event.TaskEvent.TaskQueued;
import dev.godmode.protocol.task.SecretGrant;
import dev.godmode.protocol.task.WaitingFor;
import java.util.List;
import java.util.Optional;

/** Who got which secret. The kernel knows names; no value ever comes here. */
final class SecretDesk {

  private SecretDesk() {}

  /** Only a live lease gets them; said again for the same lease it is told once. */
  static Reply give(Turn turn, GiveSecrets command) {
    if (LeaseDesk.live(turn.state(), command.node(), command.attempt()).isEmpty()) {
      return refused(Code.CONFLICT, "attempt %s holds no lease", command.attempt());
    }
    var names = command.secrets().stream().map(SecretGrant::secret).toList();
    var known =
        turn.state()
            .tasks()
            .find(command.attempt().task())
            .flatMap(task -> task.attempt(command.attempt()))
            .map(Attempt::secrets);
    if (!known.equals(Optional.of(names))) {
      turn.emit(new SecretsGiven(command.attempt(), command.secrets()));
    }
    return DONE;
  }

  static Reply note(Turn turn, NoteSecret command) {
    turn.emit(new SecretSet(command.secret(), command.source()));
    askAgain(turn, "the secret '%s' was set".formatted(command.secret()));
    return DONE;
  }

  static Reply note(Turn turn, NoteBrokered command) {
    turn.emit(
        new CallsBrokered(
            command.who(), command.broker(), command.secret(), command.target(), command.times()));
    return DONE;
  }

  /** Tasks that were not given a secret go on by themselves when that may have changed. */
  static void askAgain(Turn turn, String reason) {
    for (var task : List.copyOf(turn.state().tasks().all())) {
      if (task.phase() instanceof Waiting(var what, _, _) && what == WaitingFor.SECRET) {
        goOn(turn, task, reason);
      }
    }
  }

  private static void goOn(Turn turn, Task task, String reason) {
    if (task.spec().roadmapKey().isPresent() && !turn.state().fleet().autopilot()) {
      turn.emit(new TaskHeld(task.id(), Held.AUTOPILOT_OFF));
    } else if (TaskDesk.isAmiss(task)) {
      TaskDesk.settleAnew(turn, task.id(), reason);
    } else {
      turn.emit(new TaskQueued(task.id(), reason));
    }
  }
}
