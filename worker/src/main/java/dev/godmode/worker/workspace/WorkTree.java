package dev.godmode.worker.workspace;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.task.Change;
import dev.godmode.protocol.task.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** An attempt's workspace at a commit, and what it changed there. */
public final class WorkTree {

  private static final Git GIT = new Git(Change.PATCH_MAX_BYTES);

  /** Names of a hundred thousand files. */
  private static final Git TELLS_FILES = new Git(16 << 20);

  private final Path mirror;
  private final Path work;
  private final Path scratch;
  private final Checkout base;

  private WorkTree(Path mirror, Path work, Path scratch, Checkout base) {
    this.mirror = mirror;
    this.work = work;
    this.scratch = scratch;
    this.base = base;
  }

  /**
   * What an attempt made.
   *
   * @param patch empty when it is not kept, or there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  public record Product(Change change, byte[] patch) {}

  /**
   * Puts a commit into an empty workspace.
   *
   * @param scratch a folder that is the worker's own, and where no program of an attempt comes
   * @throws IOException in words for people
   */
  public static WorkTree prepare(Mirrors mirrors, Checkout base, Path work, Path scratch)
      throws IOException, InterruptedException {
    if (!isEmpty(work)) {
      throw new IOException(
          "the workspace is not clean: %s has files of before, and begins from a commit"
              .formatted(work));
    }
    var mirror = mirrors.holding(base);
    GIT.run(
        work,
        Git.SEALED,
        "clone",
        "--quiet",
        "--no-checkout",
        "--local",
        "--no-tags",
        mirror.toString(),
        ".");
    GIT.run(work, Git.SEALED, "config", "user.name", "God Mode");
    GIT.run(work, Git.SEALED, "config", "user.email", "agent@godmode.invalid");
    GIT.run(work, Git.SEALED, "remote", "set-url", "origin", base.repository());
    GIT.run(work, Git.SEALED, "checkout", "--quiet", "-B", "work", base.commit());
    return new WorkTree(mirror, work, scratch, base);
  }

  private static boolean isEmpty(Path work) throws IOException {
    try (var files = Files.newDirectoryStream(work)) {
      return !files.iterator().hasNext();
    }
  }

  /**
   * What is different now, whether it was committed or not.
   *
   * @throws IOException in words for people
   */
  public Product product() throws IOException, InterruptedException {
    if (!Files.isDirectory(work, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "its workspace is no folder any more, so nobody can tell what it changed");
    }
    try {
      Files.createDirectories(scratch.resolve("objects"));
      return product(own());
    } finally {
      delete(scratch);
    }
  }

  private Product product(Map<String, String> own) throws IOException, InterruptedException {
    GIT.run(work, own, "read-tree", base.commit());
    GIT.run(work, own, "add", "--all", "--", ".");
    var tree = GIT.run(work, own, "write-tree").text().strip();
    var summary = ChangeList.read(TELLS_FILES, work, own, base, tree);
    var patch =
        GIT.run(
            work,
            own,
            "diff-tree",
            "-r",
            "-p",
            "--binary",
            "--full-index",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            base.commit(),
            tree);
    var hash = patch.cut() ? "" : ContentHash.of(patch.out());
    return new Product(summary.change(base, hash, patch.out().length, !patch.cut()), patch.out());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The worker's own folder, index and objects: what the attempt left in its own is not asked. */
  private Map<String, String> own() {
    var own = new HashMap<>(Git.SEALED);
    own.put("GIT_DIR", mirror.toString());
    own.put("GIT_WORK_TREE", work.toString());
    own.put("GIT_INDEX_FILE", scratch.resolve("index").toString());
    own.put("GIT_OBJECT_DIRECTORY", scratch.resolve("objects").toString());
    own.put("GIT_ALTERNATE_OBJECT_DIRECTORIES", mirror.resolve("objects").toString());
    return own;
  }
}
