package dev.godmode.cli;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.GodModeClient;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.api.Requests.Submitted;
import dev.godmode.protocol.api.Requests.TaskPage;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What the processes do while their class-data caches are made: those keep the classes that were
 * loaded meanwhile, and how often each method ran, so that the compiler need not find it out again.
 */
final class Training {

  private static final int ALONE = 40;

  private static final int TOGETHER = 100;

  private static final String WORLD =
      """
      {"sequence":1,"at":"2026-01-01T00:00:00Z","version":"0","autopilot":{"on":true,"state":"idle"},\
      "nodes":[],"tasks":{"queued":1},"live":[],"recent":[],"agents":[],"ledger":[],\
      "roadmap":{"path":"","lines":0,"quarantined":[],"conflicts":[]}}
      """;

  private Training() {}

  /** Control and a worker carry out some programs, one after the other and many at once. */
  static void work() throws InterruptedException {
    try (var client = Home.ofEnvironment().client()) {
      for (var i = 0; i < ALONE; i++) {
        submit(client, 1);
      }
      BenchRun.awaitDrained(client);
      submit(client, TOGETHER);
      BenchRun.awaitDrained(client);
    }
  }

  private static void submit(GodModeClient client, int tasks) {
    var task = Map.of("name", "train", "command", List.of("true"));
    client.post(
        Submitted.class, Common.API + "/tasks", Map.of("tasks", Collections.nCopies(tasks, task)));
  }

  /** Loads what commands use. */
  static void run() {
    var line = Main.commandLine(new Main.Gm());
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(new StringWriter()));
    line.execute("help");
    line.execute("tasks", "--help");
    Main.commandLine(new UpCommand()).getUsageMessage();
    Json.write(Json.read(World.class, WORLD));
    Json.read(TaskPage.class, "{\"items\":[]}");
    try (var client = Home.ofEnvironment().client()) {
      client.text("/health");
    } catch (Unreachable | ApiProblem e) {
      // Nothing runs while this is built; the classes are loaded all the same.
      line.getErr().println(e.getMessage());
    }
  }
}
