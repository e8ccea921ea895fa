package dev.godmode.worker.workspace;

import dev.godmode.protocol.task.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a code that the fleet shares, as this node has them: a working tree without a {@code
 * .git}, whose index is the worker's own, so that nothing written into it is run.
 *
 * <p>Files that somebody changed are never overwritten: the tree stays where it is, and says so. A
 * tree that the worker itself left half done is made anew.
 */
public final class CodeTree {

  private static final Git GIT = new Git(1 << 20);
  private static final int NAMED_MAX = 3;
  private static final int SHORT = 10;

  private final Path files;
  private final Path index;
  private final Path held;
  private final Path unfinished;

  /**
   * A tree.
   *
   * @param state a folder of the worker's own
   */
  public CodeTree(Path files, Path state) {
    var name = String.valueOf(files.getFileName());
    this.files = files;
    this.index = state.resolve(name + ".index");
    this.held = state.resolve(name + ".commit");
    this.unfinished = state.resolve(name + ".unfinished");
  }

  /** Its files are not what the worker put there. */
  public static final class Dirty extends IOException {
    private static final long serialVersionUID = 1;

    private Dirty(String message) {
      super(message);
    }
  }

  /** The commit that it is at; empty when there is none. */
  public Optional<String> commit() {
    try {
      return Files.exists(held) && Files.isDirectory(files)
          ? Optional.of(Files.readString(held).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Brings it to a commit.
   *
   * @throws Dirty when somebody changed its files
   * @throws IOException in words for people: the commit cannot be had
   */
  public void sync(Mirrors mirrors, Checkout at) throws IOException, InterruptedException {
    begin();
    var mirror = mirrors.keeping(at, String.valueOf(files.getFileName()));
    requireClean(mirror);
    if (commit().equals(Optional.of(at.commit()))) {
      return;
    }
    Files.writeString(unfinished, at.commit());
    git(mirror, "read-tree", "-m", "-u", at.commit());
    Files.writeString(held, at.commit());
    Files.delete(unfinished);
  }

  /** What is not a whole tree of the worker's is none. */
  private void begin() throws IOException {
    Files.createDirectories(index.getParent());
    if (Files.exists(unfinished)) {
      delete(files);
    }
    if (!Files.isDirectory(files)) {
      Files.deleteIfExists(index);
      Files.deleteIfExists(held);
      Files.deleteIfExists(unfinished);
      Files.createDirectories(files);
    }
  }

  private void requireClean(Path mirror) throws IOException, InterruptedException {
    var changed = new ArrayList<String>();
    if (Files.exists(index)) {
      git(mirror, "update-index", "-q", "--refresh"); // what was touched only is not changed
      changed.addAll(names(mirror, "diff-files", "--name-only"));
    }
    changed.addAll(names(mirror, "ls-files", "--others", "--exclude-standard"));
    if (!changed.isEmpty()) {
      throw new Dirty(
          "somebody changed its files%s: %s%s. Keep what is worth it, then 'rm -r %s': it is made anew"
              .formatted(
                  commit()
                      .map(is -> " since " + is.substring(0, Math.min(SHORT, is.length())))
                      .orElse(""),
                  String.join(", ", changed.stream().limit(NAMED_MAX).toList()),
                  changed.size() > NAMED_MAX
                      ? " and %d more".formatted(changed.size() - NAMED_MAX)
                      : "",
                  files));
    }
  }

  private List<String> names(Path mirror, String... what) throws IOException, InterruptedException {
    return git(mirror, what).lines().filter(line -> !line.isBlank()).toList();
  }

  private String git(Path mirror, String... arguments) throws IOException, InterruptedException {
    Map<String, String> own = new HashMap<>(Git.SEALED);
    own.put("GIT_DIR", mirror.toString());
    own.put("GIT_WORK_TREE", files.toString());
    own.put("GIT_INDEX_FILE", index.toString());
    return GIT.run(files, own, arguments).text();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
