package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;

import dev.godmode.kernel.Command.NoteMemory;

/** What became of memories; they themselves are kept elsewhere. */
final class MemoryDesk {

  private MemoryDesk() {}

  static Reply note(Turn turn, NoteMemory command) {
    turn.emit(command.fact());
    return DONE;
  }
}
