package dev.godmode.worker.loop;

import dev.godmode.protocol.task.DriverTerms.Permissions;
import java.util.List;

/** Asks a person, for what the agent may not do by itself and for what it wants to know. */
final class Consent {

  private final Permissions permissions;
  private final Wire wire;

  Consent(Permissions permissions, Wire wire) {
    this.permissions = permissions;
    this.wire = wire;
  }

  /**
   * Goes on when a file may be changed so.
   *
   * @throws ToolTrouble when a person said no
   */
  void toChange(String what, String payload) {
    if (permissions == Permissions.ASK) {
      require("may it change a file: " + what, payload);
    }
  }

  /**
   * Goes on when a program may be run so.
   *
   * @throws ToolTrouble when a person said no
   */
  void toRun(String command) {
    if (permissions != Permissions.ALL) {
      require("may it run a command", command);
    }
  }

  private void require(String text, String payload) {
    var reply = wire.permission(text, payload);
    if (!reply.allow()) {
      throw new ToolTrouble(
          "a person said no" + (reply.text().isBlank() ? "" : ": " + reply.text()));
    }
  }

  /** What a person answers. */
  String ask(String question, List<String> options) {
    var reply = wire.question(question, options);
    return reply.allow() ? reply.text() : "nobody answers: " + reply.text();
  }
}
