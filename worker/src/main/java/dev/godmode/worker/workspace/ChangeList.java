package dev.godmode.worker.workspace;

import dev.godmode.protocol.task.Change;
import dev.godmode.protocol.task.Change.ChangedFile;
import dev.godmode.protocol.task.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which files differ, how much, and what of it a person should look at. */
final class ChangeList {

  private static final String LINK = "120000";
  private static final String SUBMODULE = "160000";
  private static final String PROGRAM = "100755";
  private static final int PATH_CHARS_MAX = 300;

  private final List<ChangedFile> files = new ArrayList<>();
  private final List<String> concerns = new ArrayList<>();

  private ChangeList() {}

  /** Looks at what differs between a commit and a tree. */
  static ChangeList read(Git git, Path work, Map<String, String> own, Checkout base, String tree)
      throws IOException, InterruptedException {
    var list = new ChangeList();
    var counts =
        counts(
            git.run(
                work,
                own,
                "diff-tree",
                "-r",
                "-z",
                "--numstat",
                "--no-renames",
                base.commit(),
                tree));
    var raw =
        git.run(work, own, "diff-tree", "-r", "-z", "--raw", "--no-renames", base.commit(), tree);
    if (raw.cut()) {
      throw new IOException("it changed more files than anybody can list");
    }
    var parts = raw.text().split("\0", -1);
    for (var i = 0; i + 1 < parts.length; i += 2) {
      var fields = parts[i].split(" ", -1); // :MODE MODE HASH HASH STATUS
      var path = parts[i + 1];
      list.add(path, fields[4], counts.getOrDefault(path, Count.NONE));
      list.look(git, work, own, path, fields);
    }
    return list;
  }

  private record Count(long added, long removed, boolean binary) {
    static final Count NONE = new Count(0, 0, false);
  }

  private static Map<String, Count> counts(Git.Said numstat) {
    var counts = new HashMap<String, Count>();
    for (var line : numstat.text().split("\0", -1)) {
      var fields = line.split("\t", 3); // ADDED REMOVED PATH; "-" where it is binary
      if (fields.length == 3) {
        counts.put(
            fields[2],
            fields[0].equals("-")
                ? new Count(0, 0, true)
                : new Count(Long.parseLong(fields[0]), Long.parseLong(fields[1]), false));
      }
    }
    return counts;
  }

  private void add(String path, String status, Count count) {
    files.add(
        new ChangedFile(
            path.substring(0, Math.min(PATH_CHARS_MAX, path.length())),
            status.substring(0, 1),
            count.added(),
            count.removed(),
            count.binary()));
  }

  private void look(Git git, Path work, Map<String, String> own, String path, String... fields)
      throws IOException, InterruptedException {
    var before = fields[0].substring(1);
    var after = fields[1];
    switch (after) {
      case LINK -> {
        var target = git.run(work, own, "cat-file", "blob", fields[3]).text();
        if (leadsOut(path, target)) {
          concern("link %s leads out of the repository, to %s".formatted(path, target));
        }
      }
      case SUBMODULE ->
          concern("%s is a repository in the repository (a submodule)".formatted(path));
      case PROGRAM -> {
        if (!before.equals(PROGRAM)) {
          concern("%s may be run as a program now".formatted(path));
        }
      }
      default -> {}
    }
  }

  /** Whether a link leaves the folder that the repository is. */
  static boolean leadsOut(String path, String target) {
    if (target.startsWith("/")) {
      return true;
    }
    var depth = path.chars().filter(c -> c == '/').count();
    for (var step : target.split("/", -1)) {
      switch (step) {
        case "..", "" -> depth -= step.isEmpty() ? 0 : 1;
        case "." -> {}
        default -> depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private void concern(String what) {
    if (concerns.size() < Change.CONCERNS_MAX) {
      concerns.add(what);
    }
  }

  Change change(Checkout base, String hash, long bytes, boolean kept) {
    if (!kept) {
      concern(
          "its patch has more than %d bytes and is not kept: take it from the workspace on the node"
              .formatted(Change.PATCH_MAX_BYTES));
    }
    return new Change(
        base,
        hash,
        files.size(),
        files.stream().mapToLong(ChangedFile::added).sum(),
        files.stream().mapToLong(ChangedFile::removed).sum(),
        bytes,
        files.subList(0, Math.min(Change.LISTED_MAX, files.size())),
        kept,
        concerns);
  }
}
