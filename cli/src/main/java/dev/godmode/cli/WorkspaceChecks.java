package dev.godmode.cli;

import dev.godmode.audit.Audit;
import dev.godmode.cli.Finding.Rule;
import dev.godmode.protocol.api.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Whether the workspace is there, its roadmap was understood, and nothing in it is unsafe. */
final class WorkspaceChecks {

  private static final String ROADMAP = "tasks/roadmap.jsonl";
  private static final int NAMED_MAX = 20;

  private final Path workspace;
  private final InstantSource clock;

  WorkspaceChecks(Path workspace, InstantSource clock) {
    this.workspace = workspace;
    this.clock = clock;
  }

  List<Finding> look(World.Roadmap roadmap) throws IOException {
    if (!Files.isDirectory(workspace)) {
      return List.of(
          Finding.of(
              Rule.WORKSPACE_MISSING,
              workspace,
              "the workspace is gone",
              "bring it back, or choose another: gm down && ./gmup --workspace DIR"));
    }
    return Stream.of(missingRoadmap(), lines(roadmap), conflicts(roadmap), audit())
        .flatMap(List::stream)
        .toList();
  }

  private List<Finding> missingRoadmap() {
    var file = workspace.resolve(ROADMAP);
    return Files.exists(file)
        ? List.of()
        : List.of(
            Finding.of(
                Rule.ROADMAP_MISSING,
                file,
                "the workspace has no roadmap, so autopilot has nothing to do",
                "gm roadmap export %s, or write one".formatted(file)));
  }

  private static List<Finding> lines(World.Roadmap roadmap) {
    return roadmap.quarantined().stream()
        .limit(NAMED_MAX)
        .map(
            line ->
                Finding.of(
                    Rule.ROADMAP_LINE,
                    "%s:%d".formatted(roadmap.path(), line.line()),
                    line.reason(),
                    "mend the line; it is read again when the file is saved"))
        .toList();
  }

  private static List<Finding> conflicts(World.Roadmap roadmap) {
    return roadmap.conflicts().stream()
        .limit(NAMED_MAX)
        .map(
            conflict ->
                Finding.of(
                    Rule.ROADMAP_CONFLICT,
                    "#" + conflict.key(),
                    conflict.reason(),
                    "choose, and save the file"))
        .toList();
  }

  /** What the audit of any tree finds in this one; the roadmap's lines control has judged. */
  private List<Finding> audit() throws IOException {
    return new Audit(clock)
        .of(workspace).stream()
            .filter(found -> !found.file().equals(ROADMAP))
            .limit(NAMED_MAX)
            .map(found -> Finding.of(workspace, found))
            .toList();
  }
}
