package dev.godmode.cli;

import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.util.List;

/** Many nodes in a process of their own, which live as long as this. */
record LoadDriver(DrivenProgram program) implements AutoCloseable {

  /** What the driver says of its fleet, see Standing in the testkit. */
  record Standing(
      int nodes,
      int connected,
      int running,
      long started,
      long stopped,
      long fenced,
      long connects,
      String trouble) {}

  /** Starts it with no nodes; each will have so many slots. */
  static LoadDriver start(int slots) throws IOException {
    return new LoadDriver(
        DrivenProgram.start(
            "the load driver", "dev.godmode.testkit.load.Main", List.of(String.valueOf(slots))));
  }

  /** One node more joins with the code, in its own time. */
  void join(String code) {
    program.tell(code);
  }

  /** All nodes lose their streams at once, and dial again. */
  void hangUp() {
    program.tell("hang-up");
  }

  Standing standing() {
    return Json.read(Standing.class, program.ask("standing"));
  }

  ProcessHandle handle() {
    return program.handle();
  }

  @Override
  public void close() throws IOException {
    program.close();
  }
}
