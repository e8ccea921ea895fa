package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.program;
import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.Ending;
import dev.godmode.worker.process.ProcessGroup;
import dev.godmode.worker.spool.Spool;
import dev.godmode.worker.spool.SpooledAttempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker finds that an earlier one left, killed at any moment. */
class RestartTest {

  @TempDir Path home;

  @Test
  void a_report_that_was_not_confirmed_is_said_again() throws Exception {
    try (var first = new Node(home)) {
      first.run(shell("echo 42 > \"$GODMODE_RESULT\""));
    }

    try (var second = new Node(home)) {
      second.attempts.resend();

      var said = second.await(WorkerMessage.Ended.class);
      assertThat(said.report().ending()).isEqualTo(Ending.UNVERIFIED);
      assertThat(said.report().result()).isEqualTo("42\n");
    }
  }

  @Test
  void log_lines_that_were_not_confirmed_are_said_again_before_the_report() throws Exception {
    try (var first = new Node(home)) {
      first.run(shell("echo hello"));
    }

    try (var second = new Node(home)) {
      second.attempts.resend();
      second.await(WorkerMessage.Ended.class);

      assertThat(second.log()).contains("hello");
    }
  }

  @Test
  void what_was_confirmed_is_forgotten() throws Exception {
    var key = program("true").build().attempt();
    try (var first = new Node(home)) {
      first.run(program("true"));
      first.attempts.confirmed(key);
    }

    try (var second = new Node(home)) {
      assertThat(second.attempts.keys()).isEmpty();
    }
  }

  @Test
  void a_program_whose_worker_was_killed_is_ended_and_its_attempt_is_orphaned() throws Exception {
    var assignment = shell("sleep 600").build();
    var mark = Map.of(ProcessGroup.MARK, assignment.attempt().toString());
    var left =
        ProcessGroup.start(
            new ProcessGroup.Start(List.of("/bin/sleep", "600"), home, mark), false, false);
    spooled(assignment).started(String.valueOf(left.id()));

    try (var second = new Node(home)) {
      assertThat(left.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
      second.attempts.resend();
      assertThat(second.await(WorkerMessage.Ended.class).report().ending())
          .isEqualTo(Ending.ORPHANED);
    }
  }

  @Test
  void a_process_that_only_has_the_same_number_is_left_alone() throws Exception {
    var innocent =
        ProcessGroup.start(
            new ProcessGroup.Start(List.of("/bin/sleep", "600"), home, Map.of()), false, false);
    spooled(shell("sleep 600").build()).started(String.valueOf(innocent.id()));

    try (var _ = new Node(home)) {
      assertThat(innocent.process().isAlive()).isTrue();
    } finally {
      innocent.kill();
    }
  }

  @Test
  void a_damaged_entry_is_set_aside_and_the_others_are_taken_over() throws IOException {
    var damaged = Files.createDirectories(home.resolve("spool/task9-1-1"));
    Files.writeString(damaged.resolve("assignment.json"), "{\"cut of");
    var _ = spooled(program("true").build());

    try (var node = new Node(home)) {
      assertThat(node.attempts.keys()).containsExactly(program("true").build().attempt());
      assertThat(home.resolve("spool/damaged-task9-1-1/assignment.json")).exists();
    }
  }

  @Test
  void an_assignment_that_cannot_be_written_down_is_reported_at_once() throws Exception {
    Files.writeString(home.resolve("spool"), "a file where the folder should be");

    try (var node = new Node(home)) {
      var report = node.run(program("true"));

      assertThat(report.ending()).isEqualTo(Ending.COULD_NOT_START);
      assertThat(report.reason()).contains("cannot write the assignment down");
    }
  }

  /** As an earlier worker left it. */
  private SpooledAttempt spooled(Assignment assignment) {
    var spooled = new Spool(home.resolve("spool")).attempt(assignment);
    spooled.begin();
    return spooled;
  }
}
