package dev.godmode.control.workspace;

import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small workspace for whoever has none: tasks that look at the machine and change nothing, the
 * agents that do them, and documents that explain both.
 */
public final class StarterWorkspace {

  private static final List<String> AGENTS =
      List.of("builder", "fixer", "inspector", "promoter", "researcher", "writer");
  private static final List<String> DOCS = List.of("fleet", "security", "writing-tasks");
  private static final String SCRIPT = "script";

  private StarterWorkspace() {}

  /**
   * Lays down those of the folders {@code tasks}, {@code agents} and {@code design_docs} that are
   * not there yet; what is there is left as it is.
   *
   * @return the files that were written
   */
  public static List<Path> layDown(Path workspace) throws IOException {
    var written = new ArrayList<Path>();
    if (isMissing(workspace.resolve("tasks"))) {
      written.add(write(workspace.resolve("tasks/roadmap.jsonl"), roadmap()));
    }
    if (isMissing(workspace.resolve("agents"))) {
      for (var agent : AGENTS) {
        written.add(copy(workspace, "agents/%s.yaml".formatted(agent)));
      }
    }
    if (isMissing(workspace.resolve("design_docs"))) {
      for (var doc : DOCS) {
        written.add(copy(workspace, "design_docs/%s.md".formatted(doc)));
      }
    }
    return List.copyOf(written);
  }

  private static boolean isMissing(Path folder) {
    return Files.notExists(folder);
  }

  private static Path copy(Path workspace, String file) throws IOException {
    return write(workspace.resolve(file), resource(file));
  }

  private static Path write(Path file, String text) throws IOException {
    var folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
  }

  private static String roadmap() throws IOException {
    var lines = new ArrayList<String>();
    for (var line : resource("roadmap.jsonl").lines().toList()) {
      lines.add(withCommand((ObjectNode) Json.tree(line)));
    }
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /** The row with its script's text as the command, in the script's place. */
  private static String withCommand(ObjectNode row) throws IOException {
    var whole = Json.mapper().createObjectNode();
    for (var field : row.properties()) {
      if (field.getKey().equals(SCRIPT)) {
        whole.put("command", resource("scripts/" + field.getValue().asString()));
      } else {
        whole.set(field.getKey(), field.getValue());
      }
    }
    return whole.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = StarterWorkspace.class.getResourceAsStream("/starter/" + name)) {
      if (in == null) {
        throw new IOException("the starter workspace has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
