package dev.godmode.cli;

import dev.godmode.cli.Finding.Rule;
import dev.godmode.protocol.api.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether the workspace is there, its roadmap was understood, and git does not hold its secrets.
 */
final class WorkspaceChecks {

  private static final Pattern SECRET =
      Pattern.compile(
          "(.*/)?(\\.env(\\.(?!example$|sample$|template$|dist$).+)?|secrets\\.env|id_(rsa|dsa|ecdsa|ed25519)"
              + "|.+\\.(key|p12|pfx|jks))");
  private static final int NAMED_MAX = 20;

  private final Path workspace;

  WorkspaceChecks(Path workspace) {
    this.workspace = workspace;
  }

  List<Finding> look(World.Roadmap roadmap) {
    if (!Files.isDirectory(workspace)) {
      return List.of(
          Finding.of(
              Rule.WORKSPACE_MISSING,
              workspace,
              "the workspace is gone",
              "bring it back, or choose another: gm down && ./gmup --workspace DIR"));
    }
    return Stream.of(missingRoadmap(), lines(roadmap), conflicts(roadmap), secretsInGit())
        .flatMap(List::stream)
        .toList();
  }

  private List<Finding> missingRoadmap() {
    var file = workspace.resolve("tasks/roadmap.jsonl");
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

  private List<Finding> secretsInGit() {
    var findings = new ArrayList<Finding>();
    for (var file : secrets("--cached")) {
      findings.add(
          Finding.of(
              Rule.SECRET_IN_GIT,
              workspace.resolve(file),
              "git holds this secret, and everybody who has a copy of the repository",
              "git rm --cached '%1$s'; echo '%1$s' >> .gitignore; then change the secret itself"
                  .formatted(file)));
    }
    for (var file : secrets("--others")) {
      findings.add(
          Finding.of(
              Rule.SECRET_NOT_IGNORED,
              workspace.resolve(file),
              "the next git add would take this secret",
              "echo '%s' >> .gitignore".formatted(file)));
    }
    return findings;
  }

  /** Files that look like secrets and that git has, or would take; none where git does not work. */
  private List<String> secrets(String which) {
    try {
      var process =
          new ProcessBuilder(
                  "git", "-C", workspace.toString(), "ls-files", "-z", which, "--exclude-standard")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var names = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(names.split("\0", -1))
          .filter(name -> SECRET.matcher(name).matches())
          .limit(NAMED_MAX)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
