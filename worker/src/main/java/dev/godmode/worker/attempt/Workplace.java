package dev.godmode.worker.attempt;

import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.worker.log.Redaction;
import dev.godmode.worker.process.ProcessGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One attempt's place on the node: its folders, its environment, its secrets. */
final class Workplace {

  private static final String SECRET = "secret://";

  private final Path folder;
  private final Map<String, String> environment;
  private final Redaction redaction;

  private Workplace(Path folder, Map<String, String> environment, Redaction redaction) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.redaction = redaction;
  }

  /**
   * What the node gives to every attempt.
   *
   * @param docs the fleet's design documents, where the node has them
   */
  record Site(Path attempts, Path secrets, String path, Optional<Path> docs) {

    /** A persistent agent has one folder for all its lives, and it is not swept. */
    Path folder(Assignment assignment) {
      var key = assignment.attempt();
      return assignment
          .keep()
          .map(name -> attempts.resolveSibling("agents").resolve(fileName(name)))
          .orElseGet(
              () -> attempts.resolve("%s-%d-%d".formatted(key.task(), key.number(), key.fence())));
    }
  }

  /**
   * Makes the folders and puts the inputs there.
   *
   * @throws IOException in words for people
   */
  static Workplace prepare(Site site, Assignment assignment) throws IOException {
    var key = assignment.attempt();
    var folder = site.folder(assignment);
    var work = Files.createDirectories(folder.resolve("work"));
    var inputs = Files.createDirectories(folder.resolve("inputs"));
    var temporary = Files.createDirectories(folder.resolve("tmp"));
    for (var input : assignment.inputs().entrySet()) {
      Files.writeString(inputs.resolve(fileName(input.getKey())), input.getValue());
    }
    var named = secrets(site, assignment);
    var environment = new HashMap<String, String>();
    environment.put("PATH", site.path());
    environment.put("HOME", folder.toString());
    environment.put("TMPDIR", temporary.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("GODMODE_TASK", key.task().value());
    environment.put("GODMODE_ATTEMPT", String.valueOf(key.number()));
    environment.put("GODMODE_FENCE", String.valueOf(key.fence()));
    environment.put(ProcessGroup.MARK, key.toString());
    environment.put("GODMODE_NAME", assignment.name());
    environment.put("GODMODE_AGENT", assignment.agentType());
    environment.put("GODMODE_GOAL", assignment.goal());
    environment.put("GODMODE_WORKSPACE", work.toString());
    environment.put("GODMODE_INPUTS", inputs.toString());
    environment.put("GODMODE_RESULT", folder.resolve("result").toString());
    if (assignment.keep().isPresent()) {
      // A life before may have left one, and it is not this one's.
      Files.deleteIfExists(folder.resolve("result"));
      environment.put("GODMODE_AGENT_NAME", assignment.keep().get());
      environment.put(
          "GODMODE_SESSION", Files.createDirectories(folder.resolve("session")).toString());
    }
    site.docs().ifPresent(docs -> environment.put("GODMODE_DOCS", docs.toString()));
    environment.putAll(assignment.env());
    environment.putAll(named.environment());
    return new Workplace(folder, environment, new Redaction(named.byName()));
  }

  /** Labels come from outside: they must not lead out of the folder. */
  private static String fileName(String label) {
    var clean = label.replaceAll("[^A-Za-z0-9._-]", "_");
    return clean.startsWith(".") ? "_" + clean : clean;
  }

  private record Named(Map<String, String> environment, Map<String, String> byName) {}

  private static Named secrets(Site site, Assignment assignment) throws IOException {
    var environment = new HashMap<String, String>();
    var byName = new HashMap<String, String>();
    for (var entry : assignment.env().entrySet()) {
      if (entry.getValue().startsWith(SECRET)) {
        var name = entry.getValue().substring(SECRET.length());
        var value = SecretsFile.read(site.secrets()).get(name);
        if (value == null) {
          throw new IOException(
              "this node has no secret '%s': add it to %s".formatted(name, site.secrets()));
        }
        environment.put(entry.getKey(), value);
        byName.put(name, value);
      }
    }
    return new Named(environment, byName);
  }

  Path work() {
    return folder.resolve("work");
  }

  Map<String, String> environment() {
    return environment;
  }

  Redaction redaction() {
    return redaction;
  }

  /** What the program left as its result, redacted and cut to its limit; empty when nothing. */
  String result() throws IOException {
    var file = folder.resolve("result");
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(AttemptReport.RESULT_MAX_BYTES);
      return redaction.apply(new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
