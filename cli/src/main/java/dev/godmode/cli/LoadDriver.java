package dev.godmode.cli;

import dev.godmode.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Many nodes in a process of their own, which live as long as this. */
final class LoadDriver implements AutoCloseable {

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

  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;

  private LoadDriver(Process process) {
    this.process = process;
    this.orders =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts it with no nodes; each will have so many slots. */
  static LoadDriver start(int slots) throws IOException {
    return new LoadDriver(
        new ProcessBuilder(
                OwnProgram.command("dev.godmode.testkit.load.Main", List.of(String.valueOf(slots))))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** One node more joins with the code, in its own time. */
  void join(String code) {
    orders.println(code);
  }

  synchronized Standing standing() {
    orders.println("standing");
    try {
      var line = answers.readLine();
      if (line == null) {
        throw new Trouble("the load driver has ended");
      }
      return Json.read(Standing.class, line);
    } catch (IOException e) {
      throw new Trouble("the load driver does not answer: " + e.getMessage());
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
