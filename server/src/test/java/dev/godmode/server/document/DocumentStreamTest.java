package dev.godmode.server.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.DocumentsAt;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.stream.ControlMessage.Assign;
import dev.godmode.protocol.stream.ControlMessage.Credential;
import dev.godmode.protocol.stream.ControlMessage.Manifest;
import dev.godmode.protocol.stream.ControlMessage.NewestDocuments;
import dev.godmode.protocol.stream.ControlMessage.NoPiece;
import dev.godmode.protocol.stream.ControlMessage.Piece;
import dev.godmode.protocol.stream.ControlMessage.Welcome;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.stream.WorkerMessage.DocumentsHeld;
import dev.godmode.protocol.stream.WorkerMessage.ManifestWanted;
import dev.godmode.protocol.stream.WorkerMessage.PieceWanted;
import dev.godmode.server.ServedControl;
import dev.godmode.server.fleet.TestWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents on their way to a node, over a real stream. */
class DocumentStreamTest {

  @TempDir Path home;
  private ServedControl control;

  @BeforeEach
  void begin() {
    control = new ServedControl(home);
  }

  @AfterEach
  void end() {
    control.close();
  }

  @Test
  void a_node_that_joins_is_told_of_the_newest_and_gets_what_it_asks_for() {
    control.documents(Map.of("design_docs/a.md", "hello"));
    try (var worker = control.enrolled("forge").connect()) {
      worker.say(hello(DocumentsAt.NONE));

      var mark = worker.await(NewestDocuments.class).mark();
      worker.say(new ManifestWanted(mark));
      var snapshot = opened(worker.await(Manifest.class).snapshot());
      worker.say(new PieceWanted(snapshot.documents().getFirst().hash(), 2));

      var piece = worker.await(Piece.class);
      assertThat(piece.offset()).isEqualTo(2);
      assertThat(new String(Base64.getDecoder().decode(piece.body()), UTF_8)).isEqualTo("llo");
      assertThat(standing()).isEqualTo("pulling");
      worker.say(held(mark));
      awaitStanding("fresh");
    }
  }

  @Test
  void a_node_that_has_it_is_told_nothing() {
    control.documents(Map.of("design_docs/a.md", "hello"));
    try (var worker = control.enrolled("forge").connect()) {
      worker.say(hello(held(newest()).documents()));
      worker.await(Welcome.class);

      assertThat(worker.ping("anything else?")).isEqualTo("anything else?");
      assertThat(worker.heardNothing()).isTrue();
      assertThat(standing()).isEqualTo("fresh");
    }
  }

  @Test
  void a_worker_of_before_there_were_documents_is_told_nothing_of_them() {
    control.documents(Map.of("design_docs/a.md", "hello"));
    try (var worker = control.enrolled("forge").join()) {
      control.documents(Map.of("design_docs/a.md", "hello again"));

      assertThat(worker.ping("anything else?")).isEqualTo("anything else?");
      assertThat(worker.heardNothing()).isTrue();
      assertThat(standing()).isEqualTo("unknown");
    }
  }

  @Test
  void a_change_is_told_at_once_and_a_node_that_stays_behind_is_stale() {
    control.documents(Map.of("design_docs/a.md", "hello"));
    var first = newest();
    try (var worker = control.enrolled("forge").connect()) {
      worker.say(hello(held(first).documents()));
      worker.await(Welcome.class);

      control.documents(Map.of("design_docs/a.md", "hello again"));

      assertThat(worker.await(NewestDocuments.class).mark()).isEqualTo(newest());
      assertThat(standing()).isEqualTo("pulling");
      control.clock.advance(DocumentReach.STALE_AFTER.plus(Duration.ofSeconds(1)));
      assertThat(standing()).isEqualTo("stale");
      worker.say(held(newest()));
      awaitStanding("fresh");
    }
  }

  @Test
  void what_a_node_finds_wrong_is_shown_and_in_the_ledger_once() {
    control.documents(Map.of("design_docs/a.md", "hello"));
    var trouble = "snapshot 1, design_docs/a.md is not what control signed";
    try (var worker = control.enrolled("forge").connect()) {
      worker.say(hello(DocumentsAt.NONE));
      worker.await(NewestDocuments.class);

      for (var i = 0; i < 3; i++) {
        worker.say(new DocumentsHeld(new DocumentsAt(Optional.empty(), Optional.of(trouble))));
      }

      awaitStanding("stale");
      assertThat(control.get("/api/v1/documents/nodes").body()).contains(trouble);
      assertThat(control.ledgerKinds()).containsOnlyOnce("DocumentsDistrusted");
    }
  }

  @Test
  void a_damaged_document_is_not_handed_out_and_named() {
    control.documents(Map.of("design_docs/a.md", "hello"));
    control.snapshots.forgeContent(1, "design_docs/a.md", "hellO".getBytes(UTF_8));
    try (var worker = control.enrolled("forge").connect()) {
      worker.say(hello(DocumentsAt.NONE));
      worker.await(NewestDocuments.class);

      worker.say(new PieceWanted(ContentHash.of("hello"), 0));

      assertThat(worker.await(NoPiece.class).why()).contains("damaged");
      assertThat(control.get("/api/v1/documents/verify").body())
          .contains("snapshot 1, design_docs/a.md", "is not what was signed");
      assertThat(control.get("/api/v1/ledger?kind=DocumentsDistrusted").body())
          .contains("design_docs/a.md");
    }
  }

  @Test
  void whatever_offset_is_asked_for_there_is_an_answer() {
    control.documents(Map.of("design_docs/a.md", "hello"));
    try (var worker = control.enrolled("forge").connect()) {
      worker.say(hello(DocumentsAt.NONE));
      worker.await(NewestDocuments.class);

      worker.say(new PieceWanted(ContentHash.of("hello"), Long.MAX_VALUE));
      assertThat(worker.await(Piece.class).body()).isEmpty();
      worker.say(new PieceWanted(ContentHash.of("hello"), Long.MIN_VALUE));
      assertThat(worker.await(Piece.class).offset()).isZero();
      worker.say(new PieceWanted("../../etc/passwd", 0));
      assertThat(worker.await(NoPiece.class).hash()).isEqualTo("../../etc/passwd");
    }
  }

  @Test
  void an_attempt_is_shown_with_the_snapshot_that_it_used() {
    control.documents(Map.of("design_docs/a.md", "hello"));
    try (var worker = control.enrolled("forge").join()) {
      var task = control.submit("digest");
      var attempt = worker.await(Assign.class).assignment().attempt();
      worker.say(new WorkerMessage.Started(attempt, Optional.of(newest())));
      worker.say(new WorkerMessage.CredentialWanted(attempt));
      worker.await(Credential.class);

      assertThat(control.json("/api/v1/tasks/" + task).at("/attempts/0/documents/number").asInt())
          .isEqualTo(1);
    }
  }

  private static WorkerMessage.Hello hello(DocumentsAt at) {
    var plain = TestWorker.hello();
    return new WorkerMessage.Hello(
        plain.protocol(),
        plain.inventory(),
        plain.slots(),
        plain.usage(),
        plain.running(),
        Optional.of(at),
        Optional.empty());
  }

  private static DocumentsHeld held(SnapshotMark mark) {
    return new DocumentsHeld(new DocumentsAt(Optional.of(mark), Optional.empty()));
  }

  private SnapshotMark newest() {
    return control.library.newest().orElseThrow().snapshot().mark();
  }

  private DocumentSnapshot opened(SignedSnapshot signed) {
    assertThat(control.authority.read(signed)).isInstanceOf(SignedSnapshot.Good.class);
    return ((SignedSnapshot.Good) control.authority.read(signed)).snapshot();
  }

  private String standing() {
    return control.json("/api/v1/nodes").at("/items/0/documents/freshness").stringValue();
  }

  private void awaitStanding(String word) {
    while (!standing().equals(word)) {
      Thread.onSpinWait();
    }
  }
}
