package dev.godmode.server.fleet;

import dev.godmode.control.document.DocumentLibrary;
import dev.godmode.control.document.DocumentLibrary.Newest;
import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command.DistrustDocuments;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.document.DocumentLimits;
import dev.godmode.protocol.document.DocumentsAt;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.ControlMessage.Manifest;
import dev.godmode.protocol.stream.ControlMessage.NewestDocuments;
import dev.godmode.protocol.stream.ControlMessage.NoPiece;
import dev.godmode.protocol.stream.ControlMessage.Piece;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.stream.WorkerMessage.DocumentsHeld;
import dev.godmode.protocol.stream.WorkerMessage.ManifestWanted;
import dev.godmode.protocol.stream.WorkerMessage.PieceWanted;
import dev.godmode.server.document.CanonicalDocuments;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Hands the documents out to one node. The node asks; what it asks for beyond a few pieces at once
 * is not answered, so whatever it says there is never much of it in memory.
 */
final class DocumentHandout {

  private static final int UNSENT_MAX = 2 * DocumentLimits.PIECES_AT_ONCE;

  private final Node node;
  private final CanonicalDocuments documents;
  private final Engine engine;
  private final Consumer<ControlMessage> send;
  private final AtomicInteger unsent = new AtomicInteger();
  private volatile Optional<DocumentsAt> at = Optional.empty();

  DocumentHandout(
      Node node, CanonicalDocuments documents, Engine engine, Consumer<ControlMessage> send) {
    this.node = node;
    this.documents = documents;
    this.engine = engine;
    this.send = send;
  }

  /** What the hello said; a worker that takes no documents says nothing. */
  void hello(Optional<DocumentsAt> told) {
    at = told;
    told.ifPresent(now -> writeDown(documents.reach().connected(node.id(), now)));
    newest().ifPresent(newest -> tell(newest.snapshot().mark()));
  }

  private Optional<Newest> newest() {
    return documents.library().newest();
  }

  /** Tells of a snapshot, unless the node has it. */
  void tell(SnapshotMark mark) {
    if (at.filter(one -> !one.held().equals(Optional.of(mark))).isPresent()) {
      send.accept(new NewestDocuments(mark));
    }
  }

  void heard(WorkerMessage.OfDocuments message) {
    switch (message) {
      case ManifestWanted(var mark) ->
          newest()
              .filter(newest -> newest.snapshot().mark().equals(mark))
              .ifPresent(newest -> answer(new Manifest(newest.signed())));
      case PieceWanted wanted -> answer(piece(documents.library(), wanted));
      case DocumentsHeld(var now) -> {
        at = Optional.of(now);
        writeDown(documents.reach().note(node.id(), now));
      }
    }
  }

  private static ControlMessage piece(DocumentLibrary library, PieceWanted wanted) {
    var content = library.content(wanted.hash());
    if (content.isEmpty()) {
      return new NoPiece(wanted.hash(), "it is not in the newest snapshot, or damaged on control");
    }
    var from = (int) Math.clamp(wanted.offset(), 0L, content.get().length);
    var to = Math.min(content.get().length, from + DocumentLimits.PIECE_MAX_BYTES);
    var body = Base64.getEncoder().encodeToString(Arrays.copyOfRange(content.get(), from, to));
    return new Piece(wanted.hash(), from, body);
  }

  private void answer(ControlMessage message) {
    if (unsent.incrementAndGet() <= UNSENT_MAX) {
      send.accept(message);
    } else {
      unsent.decrementAndGet();
    }
  }

  /** A message is on its way. */
  void sent(ControlMessage message) {
    if (message instanceof Manifest || message instanceof Piece || message instanceof NoPiece) {
      unsent.decrementAndGet();
    }
  }

  private void writeDown(Optional<String> trouble) {
    trouble.ifPresent(
        what -> {
          var _ = engine.submit("node:" + node.name(), new DistrustDocuments(node.name(), what));
        });
  }
}
