package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;

import dev.godmode.kernel.Command.NoteModelUse;
import dev.godmode.protocol.event.FleetEvent.ModelsCalled;

/** What models were asked. */
final class ModelDesk {

  private ModelDesk() {}

  static Reply note(Turn turn, NoteModelUse command) {
    turn.emit(new ModelsCalled(command.use()));
    return DONE;
  }
}
