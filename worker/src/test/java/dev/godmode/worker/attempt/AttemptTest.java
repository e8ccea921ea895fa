package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.program;
import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.trace.TraceContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptTest {

  @TempDir Path home;
  private Node node;

  @BeforeEach
  void begin() {
    node = new Node(home);
  }

  @AfterEach
  void end() {
    node.close();
  }

  @Test
  void a_program_that_does_nothing_is_told_as_stuck_and_stopped_where_its_agent_says_so()
      throws Exception {
    node.attempts.assign(program("sleep", "600").stuck(Duration.ofSeconds(1), true).build());

    assertThat(node.await(WorkerMessage.Progress.class).idle()).isPresent();
    assertThat(node.await(WorkerMessage.Ended.class).report().ending()).isEqualTo(Ending.STUCK);
  }

  @Test
  void a_program_that_does_nothing_may_go_on_when_it_is_only_shown() throws Exception {
    node.attempts.assign(shell("sleep 3; echo done").stuck(Duration.ofSeconds(1), false).build());

    assertThat(node.await(WorkerMessage.Progress.class).idle()).isPresent();
    assertThat(node.await(WorkerMessage.Ended.class).report().ending())
        .isEqualTo(Ending.UNVERIFIED);
  }

  @Test
  void a_program_that_is_not_there_is_named_with_the_path_it_was_looked_for_on() throws Exception {
    var report = node.run(program("no-such-program"));

    assertThat(report.ending()).isEqualTo(Ending.COULD_NOT_START);
    assertThat(report.reason()).contains("'no-such-program' is not on this node").contains("PATH");
  }

  @Test
  void what_a_program_left_in_the_background_ends_with_it() throws Exception {
    node.run(shell("sleep 600 & echo $! > \"$GODMODE_RESULT\""));

    assertGone(node);
  }

  @Test
  void a_child_that_left_the_group_ends_too() throws Exception {
    node.run(
        shell(
            "setsid sh -c 'echo $$ > \"$GODMODE_RESULT.new\"; mv \"$GODMODE_RESULT.new\" \"$GODMODE_RESULT\"; exec sleep 600' & while [ ! -f \"$GODMODE_RESULT\" ]; do :; done"));

    assertGone(node);
  }

  private static void assertGone(Node node) throws Exception {
    var pid = Long.parseLong(Files.readString(result(node)).strip());
    var left = ProcessHandle.of(pid);
    if (left.isPresent()) {
      left.get().onExit().get(5, TimeUnit.SECONDS);
    }
  }

  private static Path result(Node node) {
    return node.home.resolve(AssignmentBuilder.FOLDER + "/result");
  }

  @Test
  void the_same_assignment_twice_runs_once() throws Exception {
    var line = "echo ran >> ../count; echo here; sleep 600";
    var key = node.begin(shell(line));
    node.awaitLine("here");

    node.attempts.assign(shell(line).build());

    node.attempts.stop(key, "enough");
    node.await(WorkerMessage.Ended.class);
    assertThat(home.resolve(AssignmentBuilder.FOLDER + "/count")).hasContent("ran\n");
  }

  @Test
  void an_input_whose_label_leads_out_of_the_folder_stays_in_it() throws Exception {
    node.run(program("true").input("../../escaped", "text"));

    try (var files = Files.walk(home)) {
      assertThat(files.filter(file -> file.toString().contains("escaped")))
          .allMatch(file -> file.startsWith(home.resolve(AssignmentBuilder.FOLDER + "/inputs")));
    }
  }

  @Test
  void a_result_is_cut_to_its_limit() throws Exception {
    var report = node.run(shell("head -c 200000 /dev/zero | tr '\\0' x > \"$GODMODE_RESULT\""));

    assertThat(report.result()).hasSize(AttemptReport.RESULT_MAX_BYTES);
  }

  @Test
  void nothing_of_the_workers_own_environment_reaches_a_program() throws Exception {
    var report = node.run(shell("env | cut -d= -f1 | sort > \"$GODMODE_RESULT\""));

    assertThat(report.result().lines())
        .allMatch(
            name ->
                name.startsWith("GODMODE_")
                    || List.of("PATH", "HOME", "TMPDIR", "LANG", "PWD", "SHLVL", "_", "OLDPWD")
                        .contains(name)
                    || name.equals(TraceContext.VARIABLE));
  }

  @Test
  void a_program_finds_its_place_in_its_tasks_trace() throws Exception {
    var asked = shell("echo $TRACEPARENT > \"$GODMODE_RESULT\"");

    var report = node.run(asked);

    assertThat(TraceContext.parse(report.result()))
        .contains(TraceContext.of(asked.build().attempt()));
  }

  @Test
  void the_driver_noop_ends_at_once_without_a_program_and_repeats_itself_until_confirmed()
      throws Exception {
    var nothing = program("no-such-program").driver(AgentProfile.NOOP_DRIVER);

    var report = node.run(nothing);
    node.attempts.resend();
    var again = node.await(WorkerMessage.Ended.class);
    node.attempts.confirmed(again.attempt());

    assertThat(report.ending()).isEqualTo(Ending.UNVERIFIED);
    assertThat(again.report()).isEqualTo(report);
    assertThat(node.attempts.keys()).isEmpty();
  }
}
