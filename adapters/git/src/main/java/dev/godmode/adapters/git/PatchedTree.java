package dev.godmode.adapters.git;

import dev.godmode.control.change.Repositories.TouchedFile;
import dev.godmode.protocol.task.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A patch on the commit that it began from, as a tree in a mirror; nothing of it is checked out
 * anywhere.
 *
 * @param id of the tree
 */
record PatchedTree(Path mirror, Checkout base, String id) {

  /** A person reads no more, and each is asked of git by itself. */
  static final int FILES_MAX = 200;

  private static final String NO_FILE = "000000";
  private static final String FILE = "100";

  static PatchedTree of(Path mirror, Checkout base, byte[] patch)
      throws IOException, InterruptedException {
    var scratch = Files.createTempDirectory("godmode-merge");
    var file = scratch.resolve("patch");
    var index = scratch.resolve("index");
    try {
      Files.write(file, patch);
      var git = new GitProgram(mirror, Map.of("GIT_INDEX_FILE", index.toString()));
      git.must("read-tree", base.commit());
      git.must("apply", "--cached", "--whitespace=nowarn", file.toString());
      return new PatchedTree(mirror, base, git.must("write-tree"));
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(index);
      Files.deleteIfExists(scratch);
    }
  }

  /** What it adds or changes; empty when that is too much to look through. */
  Optional<List<TouchedFile>> touched() throws IOException, InterruptedException {
    var git = new GitProgram(mirror, Map.of());
    var said =
        git.must("diff-tree", "-r", "-z", "--no-renames", "--diff-filter=AMT", base.commit(), id);
    var tokens = said.split("\0", -1);
    if (tokens.length / 2 > FILES_MAX) {
      return Optional.empty();
    }
    var files = new ArrayList<TouchedFile>();
    for (var i = 0; i + 1 < tokens.length; i += 2) {
      // ":OLDMODE NEWMODE OLDBLOB NEWBLOB STATUS", then the path.
      var fields = tokens[i].substring(1).split(" ", -1);
      var before =
          fields[0].equals(NO_FILE)
              ? Optional.<String>empty()
              : Optional.of(text(git, fields[0], fields[2]));
      files.add(new TouchedFile(tokens[i + 1], before, text(git, fields[1], fields[3])));
    }
    return Optional.of(files);
  }

  /** Links and other repositories are no texts. */
  private static String text(GitProgram git, String mode, String blob)
      throws IOException, InterruptedException {
    if (!mode.startsWith(FILE)) {
      return "";
    }
    var text = git.run("cat-file", "blob", blob).out();
    return text.indexOf('\0') < 0 ? text : "";
  }
}
