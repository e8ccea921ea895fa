package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.stream.WorkerMessage.Ended;
import dev.godmode.protocol.stream.WorkerMessage.Started;
import dev.godmode.worker.document.Loan;
import dev.godmode.worker.executor.ProcessExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenDocumentsTest {

  private static final SnapshotMark MARK = new SnapshotMark(7, "3f2a91c04d1e");
  private static final String SHOW =
      "echo \"${GODMODE_DOCS-none} ${GODMODE_SNAPSHOT-none}\" > \"$GODMODE_RESULT\"";

  @TempDir Path home;
  private final AtomicInteger returned = new AtomicInteger();

  @Test
  void an_attempt_finds_the_documents_says_which_and_gives_them_back() throws Exception {
    var root = Files.createDirectories(home.resolve("snapshot"));
    var docs = Files.createDirectories(root.resolve("design_docs"));
    try (var node = node(() -> loan(Optional.of(MARK), Optional.of(root), Optional.of(docs)))) {
      node.attempts.assign(shell(SHOW).build());

      assertThat(node.await(Started.class).documents()).contains(MARK);
      assertThat(node.await(Ended.class).report().result()).isEqualTo(docs + " " + root + "\n");
      assertThat(returned).hasValue(1);
    }
  }

  @Test
  void control_that_comes_back_is_told_again_which() throws Exception {
    try (var node = node(() -> loan(Optional.of(MARK), Optional.of(home), Optional.empty()))) {
      node.begin(shell("sleep 600"));

      node.attempts.resend();

      assertThat(node.await(Started.class).documents()).contains(MARK);
    }
  }

  @Test
  void without_documents_the_variables_are_not_set() throws Exception {
    try (var node = node(() -> Loan.NOTHING)) {
      assertThat(node.run(shell(SHOW)).result()).isEqualTo("none none\n");
    }
  }

  @Test
  void a_folder_that_the_operator_named_stands_in_where_there_is_no_snapshot() throws Exception {
    try (var node = node(() -> Loan.NOTHING.or(Optional.of(home)))) {
      assertThat(node.run(shell(SHOW)).result()).isEqualTo(home + " none\n");
    }
  }

  private Node node(Supplier<Loan> documents) {
    return new Node(home.resolve("worker"), _ -> new ProcessExecutor(), documents);
  }

  private Loan loan(Optional<SnapshotMark> mark, Optional<Path> root, Optional<Path> docs) {
    return new Loan(mark, root, docs, returned::incrementAndGet);
  }
}
