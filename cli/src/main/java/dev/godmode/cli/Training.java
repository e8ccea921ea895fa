package dev.godmode.cli;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.api.Requests.TaskPage;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Loads the classes that commands use, so that the class-data cache made of this run has them. */
final class Training {

  private static final String WORLD =
      """
      {"sequence":1,"at":"2026-01-01T00:00:00Z","version":"0","autopilot":{"on":true,"state":"idle"},\
      "nodes":[],"tasks":{"queued":1},"live":[],"recent":[],"agents":[],"ledger":[],\
      "roadmap":{"path":"","lines":0,"quarantined":[],"conflicts":[]}}
      """;

  private Training() {}

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
