package dev.godmode.adapters.git;

import dev.godmode.control.document.SnapshotStore;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import tools.jackson.core.JacksonException;

/**
 * A bare repository: a commit for each snapshot, with the documents where they lie in the workspace
 * and the signed snapshot beside them. Whoever wants to look may use any git.
 */
public final class GitSnapshotStore implements SnapshotStore, AutoCloseable {

  private static final String BRANCH = Constants.R_HEADS + "main";

  /** No document has a name that begins with a dot. */
  private static final String SIGNED = ".snapshot.json";

  private static final String SUBJECT = "Snapshot ";

  private final Path folder;
  private final Map<Long, ObjectId> commits = new ConcurrentHashMap<>();
  private Optional<ObjectId> indexed = Optional.empty();
  private Optional<Repository> opened = Optional.empty();

  /**
   * The store in a folder. It is opened, or made, when it is first used: a control that starts has
   * better things to do.
   */
  public GitSnapshotStore(Path folder) {
    this.folder = folder;
  }

  private synchronized Repository repository() {
    try {
      if (opened.isEmpty()) {
        OwnSettings.use();
        opened = Optional.of(open(folder));
      }
      return opened.get();
    } catch (IOException e) {
      throw new Unreadable("cannot open %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static Repository open(Path folder) throws IOException {
    var repository = new FileRepository(folder.toFile());
    if (!Files.exists(folder.resolve(Constants.HEAD))) {
      Files.createDirectories(folder);
      repository.create(true);
      repository.updateRef(Constants.HEAD).link(BRANCH);
    }
    return repository;
  }

  @Override
  public Optional<SignedSnapshot> newest() {
    return reading(() -> head().map(this::signed));
  }

  @Override
  public List<SignedSnapshot> history(int limit) {
    return reading(
        () -> {
          var all = new ArrayList<SignedSnapshot>();
          try (var walk = walk()) {
            for (RevCommit commit : walk) {
              if (all.size() == limit) {
                break;
              }
              all.add(signed(commit));
            }
          }
          return all;
        });
  }

  @Override
  public Optional<SignedSnapshot> find(long number) {
    return reading(() -> commit(number).map(this::signed));
  }

  @Override
  public Optional<byte[]> content(long number, String path) {
    return reading(() -> commit(number).flatMap(commit -> blob(commit, path)));
  }

  private Optional<ObjectId> head() throws IOException {
    return Optional.ofNullable(repository().resolve(BRANCH));
  }

  /** Newest first, from the branch's end. */
  private RevWalk walk() throws IOException {
    var walk = new RevWalk(repository());
    var head = head();
    if (head.isPresent()) {
      walk.markStart(walk.parseCommit(head.get()));
    }
    return walk;
  }

  /** Commits are found by their subject, which is walked through once. */
  private synchronized Optional<ObjectId> commit(long number) throws IOException {
    var head = head();
    if (!head.equals(indexed)) {
      commits.clear();
      try (var walk = walk()) {
        for (RevCommit commit : walk) {
          number(commit).ifPresent(found -> commits.putIfAbsent(found, commit.getId()));
        }
      }
      indexed = head;
    }
    return Optional.ofNullable(commits.get(number));
  }

  private static Optional<Long> number(RevCommit commit) {
    var subject = commit.getShortMessage();
    return subject.matches(SUBJECT + "\\d{1,18}")
        ? Optional.of(Long.parseLong(subject.substring(SUBJECT.length())))
        : Optional.empty();
  }

  private SignedSnapshot signed(ObjectId commit) {
    var text =
        blob(commit, SIGNED)
            .orElseThrow(
                () -> new Unreadable("commit %s has no %s".formatted(commit.name(), SIGNED)));
    try {
      return Json.read(SignedSnapshot.class, text);
    } catch (JacksonException e) {
      throw new Unreadable("%s of commit %s is no JSON".formatted(SIGNED, commit.name()), e);
    }
  }

  private Optional<byte[]> blob(ObjectId commit, String path) {
    return reading(
        () -> {
          try (var walk = new RevWalk(repository());
              var found =
                  TreeWalk.forPath(repository(), path, walk.parseCommit(commit).getTree())) {
            return found == null || !FileMode.REGULAR_FILE.equals(found.getRawMode(0))
                ? Optional.<byte[]>empty()
                : Optional.of(repository().open(found.getObjectId(0)).getBytes());
          }
        });
  }

  @Override
  public void add(DocumentSnapshot snapshot, SignedSnapshot signed, Map<String, byte[]> contents) {
    reading(
        () -> {
          try (var inserter = repository().newObjectInserter()) {
            var commit = commit(snapshot, signed, contents, inserter);
            inserter.flush();
            move(commit);
          }
          return true;
        });
  }

  private ObjectId commit(
      DocumentSnapshot snapshot,
      SignedSnapshot signed,
      Map<String, byte[]> contents,
      ObjectInserter inserter)
      throws IOException {
    var index = DirCache.newInCore();
    var builder = index.builder();
    for (var document : snapshot.documents()) {
      builder.add(entry(document.path(), content(document, contents), inserter));
    }
    builder.add(entry(SIGNED, Json.write(signed).getBytes(StandardCharsets.UTF_8), inserter));
    builder.finish();
    var commit = new CommitBuilder();
    commit.setTreeId(index.writeTree(inserter));
    head().ifPresent(commit::setParentId);
    var author =
        new PersonIdent("God Mode", "control@godmode.internal", snapshot.at(), ZoneOffset.UTC);
    commit.setAuthor(author);
    commit.setCommitter(author);
    commit.setMessage(
        "%s%d\n\nby %s\ntree %s\n"
            .formatted(
                SUBJECT, snapshot.mark().number(), snapshot.author(), snapshot.mark().tree()));
    return inserter.insert(commit);
  }

  private static byte[] content(Document document, Map<String, byte[]> contents) {
    var content = contents.get(document.hash());
    if (content == null) {
      throw new IllegalArgumentException("there is no content of " + document.path());
    }
    return content;
  }

  private static DirCacheEntry entry(String path, byte[] content, ObjectInserter inserter)
      throws IOException {
    var entry = new DirCacheEntry(path);
    entry.setFileMode(FileMode.REGULAR_FILE);
    entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, content));
    return entry;
  }

  private void move(ObjectId commit) throws IOException {
    var update = repository().updateRef(BRANCH);
    update.setNewObjectId(commit);
    update.setExpectedOldObjectId(head().orElse(ObjectId.zeroId()));
    var result = update.update();
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
      throw new Unreadable("the branch could not be moved: " + result);
    }
  }

  private interface Reader<T> {
    T read() throws IOException;
  }

  /** What git cannot make sense of is damage, whatever it calls it. */
  private static <T> T reading(Reader<T> reader) {
    try {
      return reader.read();
    } catch (IOException | RevisionSyntaxException e) {
      throw new Unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public synchronized void close() {
    opened.ifPresent(Repository::close);
  }
}
