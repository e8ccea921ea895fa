package dev.godmode.adapters.git;

import dev.godmode.control.document.TextDiff.Broken;
import dev.godmode.control.document.TextDiff.Clean;
import dev.godmode.control.document.TextDiff.Patched;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.Patch;
import org.eclipse.jgit.patch.PatchApplier;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** One unified diff being applied to one text, in a repository in memory that nobody else sees. */
final class GitPatch {

  private static final String NAME = "document";
  private static final String HUNK = "@@ ";

  private GitPatch() {}

  static Patched apply(Optional<byte[]> before, String diff) {
    var lines = diff.lines().toList();
    var first =
        lines.stream().filter(line -> line.startsWith(HUNK)).findFirst().map(lines::indexOf);
    if (first.isEmpty()) {
      return new Broken("it is no unified diff: there is no line that begins with '@@ '");
    }
    var hunks = lines.subList(first.get(), lines.size());
    if (namesAnother(hunks)) {
      return new Broken("it is about more than one file: propose each by itself");
    }
    var patch = new Patch();
    var text = head(before.isPresent()) + hunks.stream().collect(Collectors.joining("\n")) + "\n";
    try (var repository = new InMemoryRepository(new DfsRepositoryDescription(NAME))) {
      patch.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      if (!patch.getErrors().isEmpty()) {
        return new Broken("it is no unified diff: " + patch.getErrors().getFirst().getMessage());
      }
      return apply(repository, tree(repository, before), patch);
    } catch (IOException | RuntimeException e) {
      return new Broken("it does not fit: " + e.getMessage());
    }
  }

  /** Whatever the diff calls its file, here it has one name. */
  private static String head(boolean exists) {
    return exists
        ? "diff --git a/document b/document\n--- a/document\n+++ b/document\n"
        : "diff --git a/document b/document\nnew file mode 100644\n--- /dev/null\n+++ b/document\n";
  }

  private static boolean namesAnother(List<String> hunks) {
    for (var i = 0; i < hunks.size(); i++) {
      var follows = i + 2 < hunks.size() && hunks.get(i + 2).startsWith(HUNK);
      if (hunks.get(i).startsWith("diff --git ")
          || (follows && hunks.get(i).startsWith("--- ") && hunks.get(i + 1).startsWith("+++ "))) {
        return true;
      }
    }
    return false;
  }

  private static ObjectId tree(Repository repository, Optional<byte[]> before) throws IOException {
    try (var inserter = repository.newObjectInserter()) {
      var index = DirCache.newInCore();
      var builder = index.builder();
      if (before.isPresent()) {
        var entry = new DirCacheEntry(NAME);
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, before.get()));
        builder.add(entry);
      }
      builder.finish();
      var tree = index.writeTree(inserter);
      inserter.flush();
      return tree;
    }
  }

  private static Patched apply(Repository repository, ObjectId tree, Patch patch)
      throws IOException {
    try (var inserter = repository.newObjectInserter();
        var walk = new RevWalk(repository)) {
      var result = new PatchApplier(repository, walk.parseTree(tree), inserter).applyPatch(patch);
      if (!result.getErrors().isEmpty()) {
        return new Broken("it does not fit to the document as it is");
      }
      inserter.flush();
      try (var found = TreeWalk.forPath(repository, NAME, result.getTreeId())) {
        return found == null
            ? new Broken("it would delete the document, and that cannot be proposed")
            : new Clean(repository.open(found.getObjectId(0)).getBytes());
      }
    }
  }
}
