package dev.godmode.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The tools of control for a program that starts its servers itself: one message a line. */
@Command(
    name = "mcp",
    description =
        "Speak the Model Context Protocol on stdin and stdout, for agents' programs of this machine.")
final class McpCommand implements Callable<Integer> {

  @Mixin Common common = new Common();

  @Override
  public Integer call() throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var client = common.client();
        var each = Executors.newVirtualThreadPerTaskExecutor()) {
      var bridge = new McpBridge(client);
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var message = line.strip();
        if (!message.isEmpty()) {
          each.execute(() -> bridge.answer(message).ifPresent(this::say));
        }
      }
    }
    return Exit.OK;
  }

  /** Answers come in any order, and each as one line. */
  private synchronized void say(String answer) {
    var out = common.out();
    out.writeBytes((answer + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
