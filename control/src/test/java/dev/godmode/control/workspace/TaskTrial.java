package dev.godmode.control.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Runs a roadmap row's command and checks for real, as a worker would, in a folder of its own. */
final class TaskTrial {

  private static final long LIMIT_SECONDS = 20;

  private final Path folder;
  private final Path docs;
  private final Map<String, String> results;

  /**
   * A trial.
   *
   * @param results what ended tasks left, by id
   */
  TaskTrial(Path folder, Path docs, Map<String, String> results) {
    this.folder = folder;
    this.docs = docs;
    this.results = results;
  }

  /**
   * What one attempt showed.
   *
   * @param failedCheck the first check that failed; empty when all passed
   */
  record Tried(int exitCode, String failedCheck, String result, Duration took, String output) {
    boolean passed() {
      return exitCode == 0 && failedCheck.isEmpty();
    }
  }

  Tried run(String id, JsonNode row, int attempt) throws IOException, InterruptedException {
    var place = Files.createDirectories(folder.resolve("attempts/%s-%d".formatted(id, attempt)));
    var work = Files.createDirectory(place.resolve("work"));
    var inputs = Files.createDirectory(place.resolve("inputs"));
    for (var before : row.path("depends_on")) {
      Files.writeString(inputs.resolve(before.asString()), results.get(before.asString()));
    }
    var env =
        Map.of(
            "PATH", System.getenv("PATH"),
            "HOME", place.toString(),
            "LANG", "C.UTF-8",
            "GODMODE_ATTEMPT", Integer.toString(attempt),
            "GODMODE_WORKSPACE", work.toString(),
            "GODMODE_INPUTS", inputs.toString(),
            "GODMODE_DOCS", docs.toString(),
            "GODMODE_RESULT", place.resolve("result").toString());
    var started = System.nanoTime();
    var exitCode = shell(row.path("command").asString(), work, env);
    var failed = "";
    for (var check : row.path("checks")) {
      var line = check.isString() ? check.asString() : check.path("command").asString();
      if (failed.isEmpty() && shell(line, work, env) != 0) {
        failed = line;
      }
    }
    var took = Duration.ofNanos(System.nanoTime() - started);
    var result = place.resolve("result");
    return new Tried(
        exitCode,
        failed,
        Files.exists(result) ? Files.readString(result) : "",
        took,
        Files.readString(work.resolve("../output.txt")));
  }

  private static int shell(String line, Path work, Map<String, String> env)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(List.of("/bin/sh", "-c", line)).directory(work.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(work.resolve("../output.txt").toFile()));
    var process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("ran longer than %d s: %s".formatted(LIMIT_SECONDS, line));
    }
    return process.exitValue();
  }
}
