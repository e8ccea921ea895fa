package dev.godmode.worker.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.DocumentLimits;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.stream.ControlMessage.Manifest;
import dev.godmode.protocol.stream.ControlMessage.NewestDocuments;
import dev.godmode.protocol.stream.ControlMessage.Piece;
import dev.godmode.protocol.stream.WorkerMessage.PieceWanted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentPullTest {

  private static final NodeId NODE = new NodeId("n1");

  @TempDir Path home;
  private final OfferingControl control = new OfferingControl();
  private DocumentPull pull;

  @BeforeEach
  void begin() {
    pull = restart(NODE);
  }

  @Test
  void a_snapshot_is_pulled_and_lent_read_only() throws Exception {
    var mark =
        control.offer(1, Map.of("design_docs/a.md", "hello", "policy.yaml", "", "x/y.md", "hello"));

    assertThat(control.awaitHeld().documents().held()).contains(mark);
    try (var loan = pull.lend()) {
      assertThat(loan.mark()).contains(mark);
      var root = loan.root().orElseThrow();
      assertThat(root.resolve("design_docs/a.md")).hasContent("hello");
      assertThat(root.resolve("x/y.md")).hasContent("hello");
      assertThat(root.resolve("policy.yaml")).isEmptyFile();
      assertThat(loan.docs()).contains(root.resolve("design_docs"));
      assertThat(mode(root)).isEqualTo("r-xr-xr-x");
      assertThat(mode(root.resolve("design_docs/a.md"))).isEqualTo("r--r--r--");
    }
    assertThat(control.asked).hasSize(1); // the same content twice comes once, an empty one never
  }

  @Test
  void only_what_is_missing_comes_with_the_next_one() throws Exception {
    control.offer(1, Map.of("design_docs/a.md", "stays", "design_docs/b.md", "old"));
    control.awaitHeld();
    control.asked.clear();

    var mark = control.offer(2, Map.of("design_docs/a.md", "stays", "design_docs/b.md", "new"));

    assertThat(control.awaitHeld().documents().held()).contains(mark);
    assertThat(control.asked).extracting(PieceWanted::hash).containsExactly(ContentHash.of("new"));
  }

  @Test
  void what_is_here_is_not_asked_for_again_neither_now_nor_after_a_restart() throws Exception {
    var mark = control.offer(1, Map.of("design_docs/a.md", "hello"));
    control.awaitHeld();
    control.asked.clear();
    control.again();
    control.awaitHeld();

    pull = restart(NODE);

    assertThat(pull.at().held()).contains(mark);
    control.again();
    assertThat(control.awaitHeld().documents().held()).contains(mark);
    assertThat(control.asked).isEmpty();
  }

  @Test
  void a_large_one_comes_in_pieces_and_goes_on_after_a_cut_where_it_was() throws Exception {
    var text = "0123456789".repeat(DocumentLimits.PIECE_MAX_BYTES / 2); // five pieces
    var cut = new CountDownLatch(1);
    var pieces = new AtomicInteger();
    control.onItsWay(
        answer -> {
          if (answer instanceof Piece && pieces.incrementAndGet() == 3) {
            cut.countDown();
            return Optional.empty();
          }
          return Optional.of(answer);
        });
    control.offer(1, Map.of("design_docs/a.md", text));
    assertThat(cut.await(20, TimeUnit.SECONDS)).isTrue();
    pull = restart(NODE, false);

    control.again();

    assertThat(control.awaitHeld().documents().held()).isPresent();
    assertThat(control.asked.stream().map(PieceWanted::offset).distinct().count()).isEqualTo(5);
    assertThat(control.asked).hasSize(6);
    try (var loan = pull.lend()) {
      assertThat(loan.docs().orElseThrow().resolve("a.md")).hasContent(text);
    }
  }

  @Test
  void never_more_is_asked_for_at_once_than_there_is_room_for() throws Exception {
    var all = new CountDownLatch(DocumentLimits.PIECES_AT_ONCE);
    control.onItsWay(
        answer -> {
          if (answer instanceof Piece) {
            all.countDown();
            return Optional.empty();
          }
          return Optional.of(answer);
        });
    control.offer(
        1,
        IntStream.range(0, 50)
            .boxed()
            .collect(Collectors.toMap(i -> "design_docs/%d.md".formatted(i), i -> "text " + i)));

    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(control.asked).hasSize(DocumentLimits.PIECES_AT_ONCE);
  }

  @Test
  void a_changed_signature_is_named_and_the_last_good_snapshot_stays() throws Exception {
    var good = control.offer(1, Map.of("design_docs/a.md", "good"));
    control.awaitHeld();
    control.onItsWay(
        answer ->
            Optional.of(
                answer instanceof Manifest(var signed)
                    ? new Manifest(new SignedSnapshot(signed.text(), "AAAA"))
                    : answer));

    control.offer(2, Map.of("design_docs/a.md", "bad"));

    var said = control.awaitHeld().documents();
    assertThat(said.held()).contains(good);
    assertThat(said.trouble().orElseThrow()).contains("its signature is not control's");
  }

  @Test
  void a_changed_byte_on_the_way_is_asked_for_once_more_and_then_named() throws Exception {
    control.onItsWay(
        answer ->
            Optional.of(
                answer instanceof Piece(var hash, var offset, _)
                    ? new Piece(hash, offset, base64("hellO"))
                    : answer));

    control.offer(1, Map.of("design_docs/a.md", "hello"));

    var said = control.awaitHeld().documents();
    assertThat(said.held()).isEmpty();
    assertThat(said.trouble().orElseThrow()).contains("design_docs/a.md", "changed on its way");
    assertThat(control.asked).hasSize(2);
  }

  @Test
  void an_older_snapshot_that_is_offered_as_the_newest_is_named_and_not_taken() throws Exception {
    control.sign(1, Map.of("design_docs/a.md", "old"));
    var newer = control.offer(2, Map.of("design_docs/a.md", "new"));
    control.awaitHeld();

    control.offer(1, Map.of("design_docs/a.md", "old"));

    var said = control.awaitHeld().documents();
    assertThat(said.held()).contains(newer);
    assertThat(said.trouble().orElseThrow()).contains("an older one is not taken");
  }

  @Test
  void an_older_snapshot_in_answer_to_an_offer_of_the_newest_is_named() throws Exception {
    control.sign(1, Map.of("design_docs/a.md", "old"));
    pull.heard(new NewestDocuments(new SnapshotMark(2, ContentHash.of("new"))));

    assertThat(control.awaitHeld().documents().trouble().orElseThrow())
        .contains("control sent snapshot 1", "had told of 2");
  }

  @Test
  void a_document_that_is_changed_on_the_node_is_named_not_lent_and_pulled_again()
      throws Exception {
    var mark = control.offer(1, Map.of("design_docs/a.md", "hello"));
    control.awaitHeld();
    var file = held().resolve("design_docs/a.md");
    overwrite(file, "hellO");

    try (var loan = pull.lend()) {
      assertThat(loan.mark()).isEmpty();
      assertThat(loan.docs()).isEmpty();
    }

    var said = control.awaitHeld().documents();
    assertThat(said.trouble().orElseThrow())
        .contains("snapshot 1, design_docs/a.md is not what control signed", "on this node");
    assertThat(control.awaitHeld().documents().held()).contains(mark);
    assertThat(held().resolve("design_docs/a.md")).hasContent("hello");
  }

  @Test
  void a_file_that_is_added_on_the_node_is_named() throws Exception {
    control.offer(1, Map.of("design_docs/a.md", "hello"));
    control.awaitHeld();
    var folder = held().resolve("design_docs");
    folder.toFile().setWritable(true);
    Files.writeString(folder.resolve("instructions.md"), "do evil");

    assertThat(trouble(restart(NODE))).contains("design_docs/instructions.md", "added");
  }

  @Test
  void a_file_that_is_taken_away_on_the_node_is_named() throws Exception {
    control.offer(1, Map.of("design_docs/a.md", "hello"));
    control.awaitHeld();
    var folder = held().resolve("design_docs");
    folder.toFile().setWritable(true);
    Files.delete(folder.resolve("a.md"));

    assertThat(trouble(restart(NODE))).contains("design_docs/a.md is gone");
  }

  @Test
  void what_an_attempt_uses_stays_as_it_is_until_it_gives_it_back() throws Exception {
    control.offer(1, Map.of("design_docs/a.md", "old"));
    control.awaitHeld();
    var loan = pull.lend();

    control.offer(2, Map.of("design_docs/a.md", "new"));
    control.awaitHeld();
    assertThat(loan.docs().orElseThrow().resolve("a.md")).hasContent("old");
    loan.close();
    control.offer(3, Map.of("design_docs/a.md", "newer"));
    control.awaitHeld();

    assertThat(loan.root().orElseThrow()).doesNotExist();
  }

  @Test
  void another_identity_of_the_machine_begins_without_documents() throws Exception {
    control.offer(7, Map.of("design_docs/a.md", "hello"));
    control.awaitHeld();

    pull = restart(new NodeId("n2"));
    assertThat(pull.at().held()).isEmpty();
    var mark = control.offer(1, Map.of("design_docs/a.md", "of another fleet's beginning"));

    assertThat(control.awaitHeld().documents().held()).contains(mark);
  }

  private DocumentPull restart(NodeId node) {
    return restart(node, true);
  }

  private DocumentPull restart(NodeId node, boolean asBefore) {
    if (!asBefore) {
      control.onItsWay(Optional::of);
    }
    var key = control.keys.getPublic();
    var fresh =
        new DocumentPull(
            new DocumentShelf(home.resolve("documents"), node, key), key, control::hear, () -> {});
    control.attach(fresh);
    return fresh;
  }

  private static String trouble(DocumentPull pull) {
    assertThat(pull.at().held()).isEmpty();
    return pull.at().trouble().orElse("");
  }

  private Path held() {
    try (var loan = pull.lend()) {
      return loan.root().orElseThrow();
    }
  }

  private static void overwrite(Path file, String text) throws IOException {
    file.toFile().setWritable(true);
    Files.writeString(file, text);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
