package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Patches;
import dev.godmode.protocol.stream.ControlMessage.CheckedOut;
import dev.godmode.protocol.stream.ControlMessage.NoCheckout;
import dev.godmode.protocol.stream.WorkerMessage.Changed;
import dev.godmode.protocol.stream.WorkerMessage.CheckoutWanted;
import dev.godmode.protocol.stream.WorkerMessage.Ended;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.worker.workspace.GitSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts that begin from a commit of a repository. */
class CheckoutTest {

  @TempDir Path place;
  private GitSandbox repository;
  private Node node;

  @BeforeEach
  void begin() throws Exception {
    repository = new GitSandbox(place.resolve("shop"));
    node = new Node(place.resolve("node"));
  }

  @AfterEach
  void end() {
    node.close();
  }

  private AttemptReport run(AssignmentBuilder assignment) throws Exception {
    node.attempts.assign(assignment.from(repository.folder()).build());
    var wanted = node.await(CheckoutWanted.class);
    node.attempts.checkedOut(new CheckedOut(wanted.attempt(), repository.now()));
    return node.await(Ended.class).report();
  }

  @Test
  void a_program_works_at_the_commit_and_its_change_is_told_before_its_report() throws Exception {
    node.attempts.assign(
        shell("grep -q world greeting.txt && echo mars > greeting.txt")
            .check("grep mars greeting.txt")
            .from(repository.folder())
            .build());
    var wanted = node.await(CheckoutWanted.class);
    node.attempts.checkedOut(new CheckedOut(wanted.attempt(), repository.now()));

    var changed = node.await(Changed.class);
    var report = node.await(Ended.class).report();

    assertThat(report.ending()).isEqualTo(Ending.SUCCEEDED);
    assertThat(report.change())
        .hasValueSatisfying(
            change -> {
              assertThat(change.hash()).isEqualTo(changed.hash());
              assertThat(change.words()).isEqualTo("1 file, +1 −2");
            });
    assertThat(new String(Patches.unpack(changed.body()), StandardCharsets.UTF_8))
        .contains("+mars");
  }

  @Test
  void what_its_checks_leave_behind_is_no_product() throws Exception {
    var report = run(shell("true").check("echo x > report.xml"));

    assertThat(report.ending()).isEqualTo(Ending.SUCCEEDED);
    assertThat(report.change()).hasValueSatisfying(change -> assertThat(change.files()).isZero());
  }

  @Test
  void a_change_is_told_again_until_its_report_is_confirmed() throws Exception {
    run(shell("echo mars > greeting.txt"));

    node.attempts.resend();

    assertThat(node.await(Changed.class).hash()).isNotEmpty();
    assertThat(node.await(Ended.class).report().change()).isPresent();
  }

  @Test
  void a_change_that_holds_a_secret_of_the_attempt_is_not_kept() throws Exception {
    node.gives(Map.of("key", "correct-horse-battery-42"));

    var report = run(shell("echo \"$KEY\" > greeting.txt").env("KEY", "secret://key"));

    assertThat(report.change())
        .hasValueSatisfying(
            change -> {
              assertThat(change.kept()).isFalse();
              assertThat(change.concerns().getFirst()).contains("holds a secret");
            });
    assertThat(node.saidNothingMore()).isTrue();
  }

  @Test
  void without_a_commit_to_begin_from_it_does_not_start() throws Exception {
    node.attempts.assign(shell("true").from(repository.folder()).build());
    var wanted = node.await(CheckoutWanted.class);

    node.attempts.noCheckout(new NoCheckout(wanted.attempt(), "/shop has no branch 'main'", false));

    var report = node.await(Ended.class).report();
    assertThat(report.ending()).isEqualTo(Ending.COULD_NOT_START);
    assertThat(report.reason()).isEqualTo("/shop has no branch 'main'");
  }

  @Test
  void it_may_be_stopped_while_it_waits_for_a_commit() throws Exception {
    node.attempts.assign(shell("true").from(repository.folder()).build());
    var wanted = node.await(CheckoutWanted.class);

    node.attempts.stop(wanted.attempt(), "enough");

    assertThat(node.await(Ended.class).report().ending()).isEqualTo(Ending.STOPPED);
  }
}
