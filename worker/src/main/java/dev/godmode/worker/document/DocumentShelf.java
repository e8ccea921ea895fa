package dev.godmode.worker.document;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SignedSnapshot.Bad;
import dev.godmode.protocol.document.SignedSnapshot.Good;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.worker.identity.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** The snapshots on this node's disk: one that attempts get, and those that attempts still use. */
public final class DocumentShelf {

  private static final System.Logger LOG = System.getLogger(DocumentShelf.class.getName());
  private static final String HELD = "held.json";
  private static final String PLACE = "\\d{1,18}-[0-9a-f]{12}(\\.\\d{1,9})?";

  /** The file's shape; another node's documents are not this one's. */
  private record Book(NodeId node, String place, SignedSnapshot snapshot) {}

  private record Held(DocumentSnapshot snapshot, Path folder) {}

  private final Path folder;
  private final NodeId node;
  private final PublicKey authority;
  private final Incoming incoming;
  private final Map<Path, Integer> lent = new HashMap<>();
  private Optional<Held> held = Optional.empty();
  private Optional<String> trouble = Optional.empty();

  /**
   * Opens what is there and verifies it.
   *
   * @param authority control's, by whose word a document is one
   */
  public DocumentShelf(Path folder, NodeId node, PublicKey authority) {
    this.folder = folder;
    this.node = node;
    this.authority = authority;
    this.incoming = new Incoming(folder.resolve("incoming"));
    open();
  }

  private void open() {
    try {
      if (Files.exists(folder.resolve(HELD))) {
        var book = Json.read(Book.class, Files.readAllBytes(folder.resolve(HELD)));
        if (book.node().equals(node) && book.place().matches(PLACE)) {
          open(book.snapshot(), snapshots().resolve(book.place()));
        }
      }
      sweep();
    } catch (IOException | JacksonException e) {
      distrust("what this node keeps of its snapshot cannot be read: " + e.getMessage());
    }
  }

  private void open(SignedSnapshot signed, Path place) {
    switch (signed.read(authority)) {
      case Bad(var why) -> distrust("the snapshot that this node keeps: " + why);
      case Good(var snapshot) -> {
        held = Optional.of(new Held(snapshot, place));
        verify();
      }
    }
  }

  private Path snapshots() {
    return folder.resolve("snapshots");
  }

  /** One that no attempt uses: where it lies now it may have been damaged. */
  private synchronized Path freePlace(SnapshotMark mark) {
    var name = "%d-%.12s".formatted(mark.number(), mark.tree());
    return IntStream.iterate(1, n -> n + 1)
        .mapToObj(n -> snapshots().resolve(n == 1 ? name : name + "." + n))
        .filter(place -> !lent.containsKey(place))
        .findFirst()
        .orElseThrow();
  }

  /** Which snapshot attempts get. */
  public synchronized Optional<SnapshotMark> held() {
    return held.map(one -> one.snapshot().mark());
  }

  /** Whether there are design documents among them. */
  public synchronized boolean hasDocs() {
    return held.map(one -> Loan.of(one.snapshot().mark(), one.folder(), () -> {}))
        .flatMap(Loan::docs)
        .isPresent();
  }

  /** What was found to be wrong with what lies here; said once. */
  synchronized Optional<String> takeTrouble() {
    var said = trouble;
    trouble = Optional.empty();
    return said;
  }

  private void distrust(String what) {
    LOG.log(WARNING, "documents are not believed: {0}", what);
    trouble = Optional.of(what);
    held = Optional.empty();
  }

  /**
   * Reads all of it again. What is not what control signed is put aside: attempts get none of it.
   *
   * @return whether it was sound
   */
  public synchronized boolean verify() {
    var wrong = held.flatMap(DocumentShelf::damage);
    wrong.ifPresent(this::distrust);
    return wrong.isEmpty();
  }

  private static Optional<String> damage(Held one) {
    for (var document : one.snapshot().documents()) {
      var wrong = damage(one.folder().resolve(document.path()), document);
      if (wrong.isPresent()) {
        return Optional.of(
            "snapshot %d, %s %s"
                .formatted(one.snapshot().mark().number(), document.path(), wrong.get()));
      }
    }
    return stranger(one)
        .map(
            path ->
                "snapshot %d, %s is not of it: it was added on this node"
                    .formatted(one.snapshot().mark().number(), path));
  }

  /** What lies among the documents and is none. */
  private static Optional<String> stranger(Held one) {
    var known =
        one.snapshot().documents().stream()
            .map(document -> one.folder().resolve(document.path()))
            .collect(Collectors.toSet());
    try (var all = Files.walk(one.folder())) {
      return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> !known.contains(file))
          .findFirst()
          .map(file -> one.folder().relativize(file).toString());
    } catch (IOException | UncheckedIOException e) {
      return Optional.of("which cannot be listed (%s), and what".formatted(e.getMessage()));
    }
  }

  private static Optional<String> damage(Path file, Document document) {
    try {
      return ContentHash.of(ReadOnlyFiles.read(file)).equals(document.hash())
          ? Optional.empty()
          : Optional.of("is not what control signed: it was changed on this node");
    } catch (NoSuchFileException _) {
      return Optional.of("is gone from this node");
    } catch (IOException e) {
      return Optional.of("cannot be read: " + e.getMessage());
    }
  }

  Incoming incoming() {
    return incoming;
  }

  /** A content that the snapshot that is held has too, if it is still what it shall be. */
  private synchronized Optional<byte[]> known(Document wanted) {
    return held.flatMap(
        one ->
            one.snapshot().documents().stream()
                .filter(document -> document.hash().equals(wanted.hash()))
                .map(document -> one.folder().resolve(document.path()))
                .filter(file -> damage(file, wanted).isEmpty())
                .findFirst()
                .map(DocumentShelf::content));
  }

  private static byte[] content(Path file) {
    try {
      return ReadOnlyFiles.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether its content must come from control. */
  boolean lacks(Document wanted) throws IOException {
    return !incoming.isWhole(wanted) && known(wanted).isEmpty();
  }

  /** Puts a snapshot in its place, whose contents are all here; it is the one that is held then. */
  void put(SignedSnapshot signed, DocumentSnapshot snapshot) throws IOException {
    var place = freePlace(snapshot.mark());
    var fresh = place.resolveSibling(place.getFileName() + ".new");
    ReadOnlyFiles.delete(fresh);
    Files.createDirectories(fresh);
    for (var document : snapshot.documents()) {
      ReadOnlyFiles.write(fresh.resolve(document.path()), content(document));
    }
    ReadOnlyFiles.delete(place);
    Files.move(fresh, place);
    ReadOnlyFiles.shut(place);
    var name = String.valueOf(place.getFileName());
    PrivateFiles.write(folder.resolve(HELD), Json.write(new Book(node, name, signed)));
    hold(new Held(snapshot, place));
    incoming.keepOnly(Set.of());
    sweep();
    LOG.log(INFO, "documents are at snapshot {0}", snapshot.mark().words());
  }

  private byte[] content(Document document) throws IOException {
    if (incoming.isWhole(document)) {
      return incoming.content(document);
    }
    return known(document)
        .orElseThrow(() -> new IOException("%s changed in between".formatted(document.path())));
  }

  private synchronized void hold(Held next) {
    held = Optional.of(next);
  }

  /** The snapshot that is held, for an attempt, until it gives it back. */
  public synchronized Loan lend() {
    return held.map(
            one -> {
              lent.merge(one.folder(), 1, Integer::sum);
              return Loan.of(one.snapshot().mark(), one.folder(), () -> giveBack(one.folder()));
            })
        .orElse(Loan.NOTHING);
  }

  private synchronized void giveBack(Path place) {
    if (lent.merge(place, -1, Integer::sum) <= 0) {
      lent.remove(place);
    }
  }

  /** Deletes what nobody uses any more. */
  private synchronized void sweep() throws IOException {
    var kept = new HashSet<>(lent.keySet());
    held.ifPresent(one -> kept.add(one.folder()));
    if (Files.isDirectory(snapshots())) {
      try (Stream<Path> all = Files.list(snapshots())) {
        for (var place : all.filter(one -> !kept.contains(one)).collect(Collectors.toSet())) {
          ReadOnlyFiles.delete(place);
        }
      }
    }
  }
}
