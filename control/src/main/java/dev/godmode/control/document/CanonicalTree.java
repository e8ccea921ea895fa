package dev.godmode.control.document;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentLimits;
import dev.godmode.protocol.document.DocumentPath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The canonical documents where people write them: in the workspace's files. Links are never
 * followed, whatever they lead to; what is no plain file, or too much, is left out and named.
 */
public final class CanonicalTree {

  /** The roadmap changes whenever a task does. */
  public static final String ROADMAP = "tasks/roadmap.jsonl";

  /** What is canonical: folders with all that is in them, and single files. */
  public static final List<String> ROOTS =
      List.of("agents", "design_docs", "knowledge", "policy.yaml", ROADMAP);

  /** Even where most of it is no document, no more of a folder is looked at. */
  private static final int ENTRIES_MAX = 4 * DocumentLimits.DOCUMENTS_MAX;

  /** What a file looks like from outside; while that stays, nobody has written to it. */
  record Look(long bytes, long modifiedNanos, String identity) {}

  /** All files that may be documents, by path, and what else was found. */
  record Seen(Map<String, Look> files, List<DocumentProblem> problems) {

    boolean differsOnlyInRoadmap(Seen other) {
      return !equals(other) && without(this).equals(without(other));
    }

    private static Seen without(Seen one) {
      var files = new TreeMap<>(one.files());
      files.remove(ROADMAP);
      return new Seen(files, one.problems());
    }
  }

  /**
   * The documents, read.
   *
   * @param documents sorted by path
   * @param contents by hash
   */
  record Taken(
      List<Document> documents, Map<String, byte[]> contents, List<DocumentProblem> problems) {}

  private final Path workspace;

  public CanonicalTree(Path workspace) {
    this.workspace = workspace;
  }

  /** Looks, and reads nothing. */
  Seen look() {
    var visitor = new Walk(workspace);
    for (var root : ROOTS) {
      visitor.begin(workspace.resolve(root));
    }
    return new Seen(visitor.files, List.copyOf(visitor.problems));
  }

  /** Reads what was seen. A file that goes while it is read is none. */
  Taken take(Seen seen) {
    var documents = new ArrayList<Document>();
    var contents = new HashMap<String, byte[]>();
    var problems = new ArrayList<>(seen.problems());
    for (var path : seen.files().keySet()) {
      try {
        var content = read(workspace.resolve(path));
        if (content.length > DocumentLimits.DOCUMENT_MAX_BYTES) {
          problems.add(tooLarge(path));
        } else {
          var hash = ContentHash.of(content);
          documents.add(new Document(path, hash, content.length));
          contents.put(hash, content);
        }
      } catch (NoSuchFileException _) {
        // The next look will not see it.
      } catch (IOException e) {
        problems.add(new DocumentProblem(path, "cannot be read: " + e.getMessage()));
      }
    }
    documents.sort(Comparator.comparing(Document::path));
    return new Taken(documents, contents, problems);
  }

  private static byte[] read(Path file) throws IOException {
    try (var in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes((int) DocumentLimits.DOCUMENT_MAX_BYTES + 1);
    }
  }

  private static DocumentProblem tooLarge(String path) {
    return new DocumentProblem(
        path,
        "has more than the %d MiB that a document may have: keep it elsewhere, or split it"
            .formatted(DocumentLimits.DOCUMENT_MAX_BYTES >> 20));
  }

  private static final class Walk extends SimpleFileVisitor<Path> {

    private final Path workspace;
    private final TreeMap<String, Look> files = new TreeMap<>();
    private final List<DocumentProblem> problems = new ArrayList<>();
    private final Map<String, String> plainNames = new HashMap<>();
    private long bytes;
    private int entries;

    Walk(Path workspace) {
      this.workspace = workspace;
    }

    void begin(Path root) {
      if (liesBehindLink(root)) {
        leaveOut(path(root), "lies behind a link, and links are not followed");
        return;
      }
      try {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
          Files.walkFileTree(root, this);
        }
      } catch (IOException e) {
        problems.add(new DocumentProblem(path(root), "cannot be listed: " + e.getMessage()));
      }
    }

    private boolean liesBehindLink(Path root) {
      var below = workspace.relativize(root);
      return IntStream.range(1, below.getNameCount())
          .mapToObj(names -> workspace.resolve(below.subpath(0, names)))
          .anyMatch(Files::isSymbolicLink);
    }

    private String path(Path file) {
      return workspace.relativize(file).toString().replace('\\', '/');
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found) {
      return isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    /** What editors and version control keep beside documents. */
    private static boolean isHidden(Path file) {
      var name = String.valueOf(file.getFileName());
      return name.startsWith(".") || name.endsWith("~");
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
      if (isHidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      var path = path(file);
      if (++entries > ENTRIES_MAX || files.size() >= DocumentLimits.DOCUMENTS_MAX) {
        problems.add(
            new DocumentProblem(
                path,
                "and what comes after it is left out: there may be %d documents"
                    .formatted(DocumentLimits.DOCUMENTS_MAX)));
        return FileVisitResult.TERMINATE;
      }
      judge(path, found);
      return FileVisitResult.CONTINUE;
    }

    private void judge(String path, BasicFileAttributes found) {
      var name = DocumentPath.problem(path);
      if (found.isSymbolicLink()) {
        leaveOut(path, "is a link, and links are not followed: put the file itself there");
      } else if (!found.isRegularFile()) {
        leaveOut(path, "is no plain file");
      } else if (name.isPresent()) {
        leaveOut(path, name.get());
      } else if (found.size() > DocumentLimits.DOCUMENT_MAX_BYTES) {
        problems.add(tooLarge(path));
      } else if (bytes + found.size() > DocumentLimits.SNAPSHOT_MAX_BYTES) {
        leaveOut(
            path,
            "does not fit: all documents together may have %d MiB"
                .formatted(DocumentLimits.SNAPSHOT_MAX_BYTES >> 20));
      } else {
        admit(path, found);
      }
    }

    private void admit(String path, BasicFileAttributes found) {
      var twin = plainNames.putIfAbsent(path.toLowerCase(Locale.ROOT), path);
      if (twin == null) {
        bytes += found.size();
        files.put(
            path,
            new Look(
                found.size(),
                found.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                String.valueOf(found.fileKey())));
      } else {
        leaveOut(path, "differs from %s in case only: rename one of them".formatted(twin));
      }
    }

    private void leaveOut(String path, String why) {
      problems.add(new DocumentProblem(path, why));
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException fault) {
      if (!(fault instanceof NoSuchFileException)) {
        leaveOut(path(file), "cannot be read: " + fault.getMessage());
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
