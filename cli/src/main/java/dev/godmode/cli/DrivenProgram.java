package dev.godmode.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program of ours that does what it is told line by line, and lives as long as this. */
final class DrivenProgram implements AutoCloseable {

  private final String what;
  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;

  private DrivenProgram(String what, Process process) {
    this.what = what;
    this.process = process;
    this.orders =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param what it is, in words: "the load driver"
   */
  static DrivenProgram start(String what, String main, List<String> arguments) throws IOException {
    return new DrivenProgram(
        what,
        new ProcessBuilder(OwnProgram.command(main, arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Tells it something that it does not answer. */
  synchronized void tell(String order) {
    orders.println(order);
  }

  /** Tells it something, and waits for its answer. */
  synchronized String ask(String order) {
    tell(order);
    return hear();
  }

  /** The next line that it says. */
  synchronized String hear() {
    try {
      var line = answers.readLine();
      if (line == null) {
        throw new Trouble(what + " has ended");
      }
      return line;
    } catch (IOException e) {
      throw new Trouble("%s does not answer: %s".formatted(what, e.getMessage()));
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
