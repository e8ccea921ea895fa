package dev.godmode.worker.document;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentLimits;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.DocumentsAt;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SignedSnapshot.Bad;
import dev.godmode.protocol.document.SignedSnapshot.Good;
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
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings this node's documents to control's newest snapshot. This side asks, a few pieces at a
 * time, so control never sends more than there is room for; after a cut it asks on from where it
 * was.
 */
public final class DocumentPull {

  private static final System.Logger LOG = System.getLogger(DocumentPull.class.getName());

  /** Far more than is ever asked for at once. */
  private static final int WAITING_MAX = 64;

  /** A pull that is going on. */
  private record Pull(
      SignedSnapshot signed,
      DocumentSnapshot snapshot,
      Deque<Document> todo,
      Map<String, Document> asked) {}

  private final DocumentShelf shelf;
  private final PublicKey authority;
  private final Consumer<WorkerMessage> tell;
  private final Runnable changed;
  private final ThreadPoolExecutor work;
  private volatile Optional<String> trouble;
  private Optional<SnapshotMark> offered;
  private Optional<Pull> pull = Optional.empty();

  /** Contents that came changed once and were asked for again. */
  private final Set<String> suspicious = new HashSet<>();

  /**
   * Pulls to a shelf.
   *
   * @param tell sends a message if control is there
   * @param changed told when attempts get other documents than before
   */
  public DocumentPull(
      DocumentShelf shelf, PublicKey authority, Consumer<WorkerMessage> tell, Runnable changed) {
    this.shelf = shelf;
    this.authority = authority;
    this.tell = tell;
    this.changed = changed;
    this.work =
        new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name("documents").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    this.trouble = shelf.takeTrouble();
    this.offered = shelf.held();
  }

  /** What a hello tells of the documents. */
  public DocumentsAt at() {
    return new DocumentsAt(shelf.held(), trouble);
  }

  /** Off the stream's thread: a slow disk must not keep others from being heard. */
  public void heard(ControlMessage.OfDocuments message) {
    work.execute(() -> take(message));
  }

  /** The documents for an attempt, verified: changed ones are pulled again. */
  public Loan lend() {
    if (!shelf.verify()) {
      trouble = shelf.takeTrouble();
      changed.run();
      work.execute(this::askAgain);
    }
    return shelf.lend();
  }

  private void take(ControlMessage.OfDocuments message) {
    try {
      switch (message) {
        case NewestDocuments(var mark) -> offered(mark);
        case Manifest(var signed) -> manifest(signed);
        case Piece piece -> piece(piece);
        case NoPiece(var hash, var why) -> noPiece(hash, why);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(WARNING, "documents cannot be kept", e);
      giveUp("this node cannot keep it: " + e.getMessage());
    }
  }

  private void offered(SnapshotMark mark) {
    pull = Optional.empty();
    suspicious.clear();
    offered = Optional.of(mark);
    var held = shelf.held();
    if (held.equals(offered)) {
      say(Optional.empty());
    } else if (held.filter(own -> own.number() >= mark.number()).isPresent()) {
      giveUp(
          "control offers snapshot %s, and this node has had %s: an older one is not taken"
              .formatted(mark.words(), held.get().words()));
    } else {
      tell.accept(new ManifestWanted(mark));
    }
  }

  /** What was here was changed: control is asked for it as if it had just told of it. */
  private void askAgain() {
    tell.accept(new DocumentsHeld(at()));
    offered.ifPresent(mark -> tell.accept(new ManifestWanted(mark)));
  }

  private void manifest(SignedSnapshot signed) throws IOException {
    switch (signed.read(authority)) {
      case Bad(var why) -> giveUp("the snapshot that control sent: " + why);
      case Good(var snapshot) -> {
        if (offered.filter(snapshot.mark()::equals).isPresent()) {
          begin(signed, snapshot);
        } else {
          giveUp(
              "control sent snapshot %s and had told of %s"
                  .formatted(
                      snapshot.mark().words(), offered.map(SnapshotMark::words).orElse("none")));
        }
      }
    }
  }

  private void begin(SignedSnapshot signed, DocumentSnapshot snapshot) throws IOException {
    shelf
        .incoming()
        .keepOnly(snapshot.documents().stream().map(Document::hash).collect(Collectors.toSet()));
    var missing = new LinkedHashMap<String, Document>();
    for (var document : snapshot.documents()) {
      if (document.bytes() == 0) {
        shelf.incoming().append(document, 0, new byte[0]);
      } else if (shelf.lacks(document)) {
        missing.put(document.hash(), document);
      }
    }
    var going =
        new Pull(signed, snapshot, new ArrayDeque<>(missing.values()), new LinkedHashMap<>());
    pull = Optional.of(going);
    goOn(going);
  }

  private void goOn(Pull going) throws IOException {
    while (going.asked().size() < DocumentLimits.PIECES_AT_ONCE && !going.todo().isEmpty()) {
      var next = going.todo().remove();
      going.asked().put(next.hash(), next);
      ask(next);
    }
    if (going.asked().isEmpty()) {
      finish(going);
    }
  }

  private void ask(Document document) throws IOException {
    tell.accept(new PieceWanted(document.hash(), shelf.incoming().length(document)));
  }

  private void piece(Piece piece) throws IOException {
    var document = pull.map(going -> going.asked().get(piece.hash()));
    if (document.isEmpty()) {
      return; // of a pull that is over
    }
    var body = Base64.getDecoder().decode(piece.body());
    var fits = body.length > 0 && shelf.incoming().append(document.get(), piece.offset(), body);
    if (!fits) {
      giveUp("%s came in pieces that do not fit".formatted(document.get().path()));
    } else if (shelf.incoming().isWhole(document.get())) {
      came(pull.orElseThrow(), document.get());
    } else {
      ask(document.get());
    }
  }

  private void noPiece(String hash, String why) {
    pull.map(going -> going.asked().get(hash))
        .ifPresent(
            document -> giveUp("control does not hand %s out: %s".formatted(document.path(), why)));
  }

  private void came(Pull going, Document document) throws IOException {
    if (shelf.incoming().isSound(document)) {
      going.asked().remove(document.hash());
      goOn(going);
    } else if (suspicious.add(document.hash())) {
      ask(document);
    } else {
      giveUp("%s is not what control signed: it was changed on its way".formatted(document.path()));
    }
  }

  private void finish(Pull going) throws IOException {
    pull = Optional.empty();
    for (var document : going.snapshot().documents()) {
      if (shelf.incoming().isWhole(document) && !shelf.incoming().isSound(document)) {
        giveUp("%s was changed while it waited on this node".formatted(document.path()));
        return;
      }
    }
    shelf.put(going.signed(), going.snapshot());
    say(Optional.empty());
    changed.run();
  }

  /** The one that is held stays; with the next offer it is tried again. */
  private void giveUp(String why) {
    pull = Optional.empty();
    LOG.log(WARNING, "documents not pulled: {0}", why);
    say(Optional.of(why));
  }

  private void say(Optional<String> why) {
    trouble = why;
    tell.accept(new DocumentsHeld(at()));
  }
}
