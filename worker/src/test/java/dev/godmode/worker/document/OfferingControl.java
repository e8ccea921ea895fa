package dev.godmode.worker.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentLimits;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.ControlMessage.Manifest;
import dev.godmode.protocol.stream.ControlMessage.NewestDocuments;
import dev.godmode.protocol.stream.ControlMessage.Piece;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.stream.WorkerMessage.DocumentsHeld;
import dev.godmode.protocol.stream.WorkerMessage.ManifestWanted;
import dev.godmode.protocol.stream.WorkerMessage.PieceWanted;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A control that hands documents out to one node, as a test wants it to. */
final class OfferingControl {

  private static final long PATIENCE_SECONDS = 20;

  final KeyPair keys = keys();
  final List<PieceWanted> asked = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> contents = new HashMap<>();
  private final BlockingQueue<DocumentsHeld> held = new LinkedBlockingQueue<>();
  private SignedSnapshot newest = new SignedSnapshot("", "");
  private SnapshotMark mark = new SnapshotMark(0, "");
  private volatile Optional<DocumentPull> node = Optional.empty();

  /** What becomes of an answer on its way; nothing of what gets lost. */
  private volatile Function<ControlMessage.OfDocuments, Optional<ControlMessage.OfDocuments>> way =
      Optional::of;

  void attach(DocumentPull pull) {
    node = Optional.of(pull);
  }

  void onItsWay(Function<ControlMessage.OfDocuments, Optional<ControlMessage.OfDocuments>> change) {
    way = change;
  }

  SnapshotMark offer(long number, Map<String, String> texts) {
    sign(number, texts);
    return again();
  }

  /** The stream was cut, and has opened anew. */
  SnapshotMark again() {
    node.orElseThrow().heard(new NewestDocuments(mark));
    return mark;
  }

  void sign(long number, Map<String, String> texts) {
    var documents = new ArrayList<Document>();
    new TreeMap<>(texts)
        .forEach(
            (path, text) -> {
              var bytes = text.getBytes(UTF_8);
              contents.put(ContentHash.of(bytes), bytes);
              documents.add(new Document(path, ContentHash.of(bytes), bytes.length));
            });
    mark = new SnapshotMark(number, DocumentSnapshot.tree(documents));
    newest =
        SignedSnapshot.of(
            new DocumentSnapshot(mark, Instant.EPOCH, "ada", documents), keys.getPrivate());
  }

  void hear(WorkerMessage message) {
    switch (message) {
      case ManifestWanted _ -> send(new Manifest(newest));
      case PieceWanted wanted -> {
        asked.add(wanted);
        send(piece(wanted));
      }
      case DocumentsHeld said -> held.add(said);
      default -> throw new AssertionError("nothing of documents: " + message);
    }
  }

  private Piece piece(PieceWanted wanted) {
    var content = Objects.requireNonNull(contents.get(wanted.hash()));
    var from = (int) wanted.offset();
    var to = Math.min(content.length, from + DocumentLimits.PIECE_MAX_BYTES);
    return new Piece(
        wanted.hash(),
        from,
        Base64.getEncoder().encodeToString(Arrays.copyOfRange(content, from, to)));
  }

  private void send(ControlMessage.OfDocuments answer) {
    way.apply(answer).ifPresent(changed -> node.orElseThrow().heard(changed));
  }

  /** The next word on what the node has. */
  DocumentsHeld awaitHeld() throws InterruptedException {
    var next = held.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the node said nothing");
    }
    return next;
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
