package dev.godmode.control.document;

import dev.godmode.control.document.CanonicalTree.Seen;
import dev.godmode.control.document.CanonicalTree.Taken;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SignedSnapshot.Bad;
import dev.godmode.protocol.document.SignedSnapshot.Good;
import dev.godmode.protocol.document.SnapshotMark;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The canonical documents of the fleet: takes a snapshot a while after files have changed, and
 * hands out the newest one. Without documents it does nothing.
 */
public final class DocumentLibrary {

  /** Files that are written again and again are taken after this all the same. */
  static final Duration WRITING_MAX = Duration.ofSeconds(5);

  /** The roadmap changes with every task: alone it is taken so often at most. */
  static final Duration ROADMAP_EVERY = Duration.ofMinutes(10);

  /** Who changed files of the workspace is not known. */
  static final String AT_THE_FILES = "somebody at the files";

  static final String CONTROL = "control";

  private static final String STORE = "the store of documents (documents.git)";
  private static final Seen NOTHING = new Seen(new TreeMap<>(), List.of());
  private static final int VERIFIED_MAX = 1_000;

  /** The newest snapshot, opened, and since when it is the newest here. */
  public record Newest(DocumentSnapshot snapshot, SignedSnapshot signed, Instant since) {}

  private final CanonicalTree tree;
  private final SnapshotStore store;
  private final DocumentLedger ledger;
  private final SnapshotSeal seal;
  private final InstantSource clock;
  private final DocumentContents contents = new DocumentContents();
  private final List<Consumer<SnapshotMark>> followers = new CopyOnWriteArrayList<>();
  private volatile Optional<Newest> newest = Optional.empty();
  private volatile List<DocumentProblem> problems = List.of();
  private Seen taken = NOTHING;
  private Instant takenAt = Instant.EPOCH;
  private Seen seen = NOTHING;
  private Optional<Instant> changing = Optional.empty();
  private boolean inherits;

  public DocumentLibrary(
      CanonicalTree tree,
      SnapshotStore store,
      DocumentLedger ledger,
      SnapshotSeal seal,
      InstantSource clock) {
    this.tree = tree;
    this.store = store;
    this.ledger = ledger;
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * What lies here may be old: another control decided until now. It is not taken in until somebody
   * changes it; the newest snapshot is handed out if this control has it.
   */
  public synchronized void inherit() {
    inherits = true;
  }

  private void takeOver() {
    inherits = false;
    taken = tree.look();
    takenAt = clock.instant();
    ledger.newest().flatMap(this::kept).ifPresent(this::publish);
  }

  /** Is told of every snapshot that becomes the newest. */
  public void follow(Consumer<SnapshotMark> follower) {
    followers.add(follower);
  }

  public Optional<Newest> newest() {
    return newest;
  }

  /** What of the workspace is left out, and why. */
  public List<DocumentProblem> problems() {
    return problems;
  }

  /** Looks whether anything has changed, and takes it once it is not being written any more. */
  public synchronized void runOnce() {
    if (inherits) {
      takeOver();
    }
    var look = tree.look();
    var now = clock.instant();
    if (look.equals(taken)) {
      changing = Optional.empty();
      return;
    }
    if (look.differsOnlyInRoadmap(taken) && now.isBefore(takenAt.plus(ROADMAP_EVERY))) {
      return;
    }
    if (!isBeingWritten(look, now)) {
      take(look, AT_THE_FILES);
    }
  }

  private boolean isBeingWritten(Seen look, Instant now) {
    var stands = look.equals(seen);
    seen = look;
    changing = changing.or(() -> Optional.of(now));
    return !stands && now.isBefore(changing.orElseThrow().plus(WRITING_MAX));
  }

  /** Takes what there is at once: control itself has changed a file. */
  public synchronized void takeNow(String author) {
    take(tree.look(), author);
  }

  private void take(Seen look, String author) {
    var read = tree.take(look);
    problems = List.copyOf(read.problems());
    taken = look; // also when it cannot be kept: said once, and tried again with the next change
    takenAt = clock.instant();
    changing = Optional.empty();
    try {
      if (!read.documents().isEmpty() || ledger.newest().isPresent()) {
        keep(read, author);
      }
    } catch (SnapshotStore.Unreadable e) {
      var why = new DocumentProblem(STORE, "is damaged: " + e.getMessage());
      problems = Stream.concat(problems.stream(), Stream.of(why)).toList();
      ledger.distrust(CONTROL, why.toString());
    }
  }

  private void keep(Taken read, String author) {
    var tree = DocumentSnapshot.tree(read.documents());
    var mark = ledger.take(tree, read.documents().size(), author);
    publish(kept(mark).orElseGet(() -> seal(mark, read, author)));
  }

  /** The snapshot of that mark, if the newest that is kept is it, and is sound. */
  private Optional<SignedSnapshot> kept(SnapshotMark mark) {
    var last = store.newest();
    if (last.isEmpty()) {
      return Optional.empty();
    }
    return switch (seal.read(last.get())) {
      case Bad(var why) -> {
        ledger.distrust(CONTROL, "the newest snapshot that is kept: " + why);
        yield Optional.empty();
      }
      case Good(var snapshot) -> {
        var older = snapshot.mark().number() < mark.number() - 1;
        if (older) {
          ledger.distrust(
              CONTROL,
              "the newest snapshot that is kept is %s, and there was one between it and %s: an older one was put in its place, or control ended while it wrote"
                  .formatted(snapshot.mark().words(), mark.words()));
        }
        yield last.filter(_ -> snapshot.mark().equals(mark));
      }
    };
  }

  private SignedSnapshot seal(SnapshotMark mark, Taken read, String author) {
    var snapshot = new DocumentSnapshot(mark, clock.instant(), author, read.documents());
    snapshot
        .problem()
        .ifPresent(
            why -> {
              throw new IllegalStateException("the documents changed while they were read: " + why);
            });
    var signed = seal.sign(snapshot);
    store.add(snapshot, signed, read.contents());
    return signed;
  }

  private void publish(SignedSnapshot signed) {
    if (seal.read(signed) instanceof Good(var snapshot)) {
      var same = newest.filter(one -> one.snapshot().mark().equals(snapshot.mark())).isPresent();
      if (!same) {
        newest = Optional.of(new Newest(snapshot, signed, clock.instant()));
        followers.forEach(follower -> follower.accept(snapshot.mark()));
      }
    }
  }

  /** A content of the newest snapshot; empty when it has none such, or what is kept is damaged. */
  public Optional<byte[]> content(String hash) {
    var known = contents.find(hash);
    return known.isPresent()
        ? known
        : newest
            .map(Newest::snapshot)
            .flatMap(
                snapshot ->
                    snapshot.documents().stream()
                        .filter(one -> one.hash().equals(hash))
                        .findFirst()
                        .flatMap(document -> sound(snapshot.mark(), document)));
  }

  private Optional<byte[]> sound(SnapshotMark mark, Document document) {
    var wrong = damage(mark, document);
    if (wrong.isPresent()) {
      ledger.distrust(CONTROL, wrong.get().toString());
      return Optional.empty();
    }
    var content = store.content(mark.number(), document.path());
    content.ifPresent(bytes -> contents.keep(document.hash(), bytes));
    return content;
  }

  private Optional<DocumentProblem> damage(SnapshotMark mark, Document document) {
    var path = "snapshot %d, %s".formatted(mark.number(), document.path());
    try {
      return store
          .content(mark.number(), document.path())
          .map(ContentHash::of)
          .map(hash -> hash.equals(document.hash()) ? "" : "is not what was signed")
          .or(() -> Optional.of("is missing"))
          .filter(why -> !why.isEmpty())
          .map(why -> new DocumentProblem(path, why));
    } catch (SnapshotStore.Unreadable e) {
      return Optional.of(new DocumentProblem(path, "is damaged: " + e.getMessage()));
    }
  }

  /** Older snapshots, the newest first; what is not control's word is left out. */
  public List<DocumentSnapshot> history(int limit) {
    return store.history(limit).stream()
        .map(seal::read)
        .flatMap(read -> read instanceof Good(var one) ? Stream.of(one) : Stream.empty())
        .toList();
  }

  public Optional<DocumentSnapshot> find(long number) {
    return store
        .find(number)
        .map(seal::read)
        .flatMap(read -> read instanceof Good(var one) ? Optional.of(one) : Optional.empty());
  }

  /** A document as it was; empty when that snapshot has none of the path, or it is damaged. */
  public Optional<byte[]> content(DocumentSnapshot snapshot, String path) {
    return snapshot
        .document(path)
        .filter(document -> damage(snapshot.mark(), document).isEmpty())
        .flatMap(document -> store.content(snapshot.mark().number(), path));
  }

  /** Walks all that is kept and names what is not what control signed. */
  public List<DocumentProblem> verify() {
    var wrong = new ArrayList<DocumentProblem>();
    try {
      var all = store.history(VERIFIED_MAX);
      all.forEach(signed -> verify(signed, wrong));
      ledger.newest().ifPresent(mark -> verifyNewest(mark, all, wrong));
    } catch (SnapshotStore.Unreadable e) {
      wrong.add(new DocumentProblem(STORE, "cannot be read: " + e.getMessage()));
    }
    return wrong;
  }

  private void verify(SignedSnapshot signed, List<DocumentProblem> wrong) {
    switch (seal.read(signed)) {
      case Bad(var why) -> wrong.add(new DocumentProblem(named(signed), why));
      case Good(var snapshot) -> {
        for (var document : snapshot.documents()) {
          damage(snapshot.mark(), document).ifPresent(wrong::add);
        }
      }
    }
  }

  /** As far as what is not signed can be named. */
  private static String named(SignedSnapshot signed) {
    var text = signed.text();
    return "the snapshot that begins with %s"
        .formatted(text.substring(0, Math.min(60, text.length())));
  }

  private void verifyNewest(
      SnapshotMark mark, List<SignedSnapshot> all, List<DocumentProblem> wrong) {
    var last = all.stream().findFirst().map(seal::read);
    var isIt = last.filter(read -> read instanceof Good(var one) && one.mark().equals(mark));
    if (isIt.isEmpty()) {
      wrong.add(
          new DocumentProblem(
              "the newest snapshot",
              "that is kept is not %s, which the ledger knows: an older one was put in its place, or it was taken by another control"
                  .formatted(mark.words())));
    }
  }

  /** By path, of the newest snapshot. */
  public Map<String, Document> documents() {
    var byPath = new TreeMap<String, Document>();
    newest.ifPresent(one -> one.snapshot().documents().forEach(doc -> byPath.put(doc.path(), doc)));
    return byPath;
  }
}
