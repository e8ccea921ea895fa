package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.BaseAttempt;
import dev.godmode.kernel.Command.HoldMerge;
import dev.godmode.kernel.Command.NoteMerge;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.event.FleetEvent.ChangeMerged;
import dev.godmode.protocol.event.FleetEvent.MergeHeld;
import dev.godmode.protocol.event.TaskEvent.AttemptBased;

/** Where attempts began in repositories, and what of them was merged. */
final class ChangeDesk {

  private ChangeDesk() {}

  /** Only a live lease begins anywhere, and it begins once. */
  static Reply base(Turn turn, BaseAttempt command) {
    if (LeaseDesk.live(turn.state(), command.node(), command.attempt()).isEmpty()) {
      return refused(Code.CONFLICT, "attempt %s holds no lease", command.attempt());
    }
    var known =
        turn.state()
            .tasks()
            .find(command.attempt().task())
            .flatMap(task -> task.attempt(command.attempt()))
            .flatMap(Attempt::base);
    if (known.isPresent()) {
      return known.get().equals(command.checkout())
          ? DONE
          : refused(
              Code.CONFLICT,
              "attempt %s began from %s already",
              command.attempt(),
              known.get().words());
    }
    turn.emit(new AttemptBased(command.attempt(), command.checkout()));
    return DONE;
  }

  static Reply note(Turn turn, NoteMerge command) {
    turn.emit(
        new ChangeMerged(
            command.task(),
            command.attempt(),
            command.hash(),
            command.base(),
            command.commit(),
            command.by()));
    return DONE;
  }

  static Reply hold(Turn turn, HoldMerge command) {
    turn.emit(
        new MergeHeld(
            command.task(), command.attempt(), command.hash(), command.rule(), command.why()));
    return DONE;
  }
}
