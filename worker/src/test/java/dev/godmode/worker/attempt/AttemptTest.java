package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.program;
import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
  void a_program_whose_checks_pass_has_succeeded_with_evidence() throws Exception {
    var report = node.run(shell("echo hello > out").check("grep -q hello out"));

    assertThat(report.ending()).isEqualTo(Ending.SUCCEEDED);
    assertThat(report.checks()).singleElement().returns(true, CheckResult::passed);
  }

  @Test
  void a_program_without_checks_is_unverified() throws Exception {
    assertThat(node.run(program("true")).ending()).isEqualTo(Ending.UNVERIFIED);
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
  void a_failed_check_is_told_with_what_it_printed() throws Exception {
    var report = node.run(program("true").check("echo not good; exit 3"));

    assertThat(report.ending()).isEqualTo(Ending.CHECKS_FAILED);
    assertThat(report.reason()).startsWith("1 of 1 checks failed");
    assertThat(report.checks())
        .singleElement()
        .returns(3, CheckResult::exitCode)
        .returns("not good\n", CheckResult::output);
  }

  @Test
  void a_check_that_does_not_end_fails() throws Exception {
    var endless =
        new Check("endless", List.of("/bin/sh", "-c", "sleep 600"), Duration.ofMillis(200));

    var report = node.run(program("true").check(endless));

    assertThat(report.ending()).isEqualTo(Ending.CHECKS_FAILED);
    assertThat(report.checks().getFirst().output()).contains("no end within");
  }

  @Test
  void a_program_that_fails_is_told_with_its_exit_code_and_no_check_is_run() throws Exception {
    var report = node.run(shell("exit 7").check("true"));

    assertThat(report.ending()).isEqualTo(Ending.PROGRAM_FAILED);
    assertThat(report.exitCode()).contains(7);
    assertThat(report.checks()).isEmpty();
  }

  @Test
  void a_program_that_is_not_there_is_named_with_the_path_it_was_looked_for_on() throws Exception {
    var report = node.run(program("no-such-program"));

    assertThat(report.ending()).isEqualTo(Ending.COULD_NOT_START);
    assertThat(report.reason()).contains("'no-such-program' is not on this node").contains("PATH");
  }

  @Test
  void a_program_that_never_ends_is_ended_at_its_limit() throws Exception {
    var report = node.run(shell("sleep 600").timeout(Duration.ofMillis(300)));

    assertThat(report.ending()).isEqualTo(Ending.TIMED_OUT);
  }

  @Test
  void a_program_that_ignores_sigterm_is_killed_after_the_grace() throws Exception {
    var line = "trap '' TERM; while :; do sleep 1; done";

    assertThat(node.run(shell(line).timeout(Duration.ofMillis(300))).ending())
        .isEqualTo(Ending.TIMED_OUT);
  }

  @Test
  void a_program_that_floods_is_ended_at_its_limit_of_output() throws Exception {
    var report = node.run(program("yes").outputMax(200_000));

    assertThat(report.ending()).isEqualTo(Ending.OUTPUT_EXCEEDED);
  }

  @Test
  void a_program_that_eats_memory_is_ended_at_its_limit() throws Exception {
    var line = "x=$(head -c 200000000 /dev/zero | tr '\\0' x); sleep 600";

    assertThat(node.run(shell(line).memoryMax(64 << 20)).ending())
        .isEqualTo(Ending.MEMORY_EXCEEDED);
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
    return node.home.resolve("attempts/task1-1-7/result");
  }

  @Test
  void a_stopped_program_says_so_and_uses_up_nothing() throws Exception {
    var key = node.begin(shell("echo here; sleep 600"));
    node.awaitLine("here");

    node.attempts.stop(key, "a person said so");

    var report = node.await(WorkerMessage.Ended.class).report();
    assertThat(report.ending()).isEqualTo(Ending.STOPPED);
    assertThat(report.reason()).isEqualTo("a person said so");
    assertThat(report.ending().countsAsFailure()).isFalse();
  }

  @Test
  void an_attempt_whose_lease_is_gone_is_killed_without_grace() throws Exception {
    var key = node.begin(shell("trap 'echo too late > cleaned' TERM; echo here; sleep 600"));
    node.awaitLine("here");

    node.attempts.fence(key, "fence 7 no longer holds");

    assertThat(node.await(WorkerMessage.Ended.class).report().ending()).isEqualTo(Ending.STOPPED);
    assertThat(home.resolve("attempts/task1-1-7/work/cleaned")).doesNotExist();
  }

  @Test
  void the_same_assignment_twice_runs_once() throws Exception {
    var line = "echo ran >> ../count; echo here; sleep 600";
    var key = node.begin(shell(line));
    node.awaitLine("here");

    node.attempts.assign(shell(line).build());

    node.attempts.stop(key, "enough");
    node.await(WorkerMessage.Ended.class);
    assertThat(home.resolve("attempts/task1-1-7/count")).hasContent("ran\n");
  }

  @Test
  void a_program_finds_its_goal_and_the_results_of_those_before_it() throws Exception {
    var report =
        node.run(
            shell("cat \"$GODMODE_INPUTS/12\" > \"$GODMODE_RESULT\"; echo \"$GODMODE_GOAL\"")
                .input("12", "forty-two"));

    assertThat(report.result()).isEqualTo("forty-two");
    assertThat(node.log()).contains("its goal");
  }

  @Test
  void an_input_whose_label_leads_out_of_the_folder_stays_in_it() throws Exception {
    node.run(program("true").input("../../escaped", "text"));

    try (var files = Files.walk(home)) {
      assertThat(files.filter(file -> file.toString().contains("escaped")))
          .allMatch(file -> file.startsWith(home.resolve("attempts/task1-1-7/inputs")));
    }
  }

  @Test
  void a_result_that_is_a_link_to_something_else_is_not_followed() throws Exception {
    var report = node.run(shell("ln -s /etc/passwd \"$GODMODE_RESULT\""));

    assertThat(report.result()).isEmpty();
  }

  @Test
  void a_result_is_cut_to_its_limit() throws Exception {
    var report = node.run(shell("head -c 200000 /dev/zero | tr '\\0' x > \"$GODMODE_RESULT\""));

    assertThat(report.result()).hasSize(AttemptReport.RESULT_MAX_BYTES);
  }

  @Test
  void a_secret_is_given_and_leaves_the_node_nowhere() throws Exception {
    secrets("API_KEY=correct-horse-battery", "rw-------");

    var report =
        node.run(
            shell("echo key=$KEY; echo $KEY >&2; echo $KEY > \"$GODMODE_RESULT\"; echo $KEY > out")
                .env("KEY", "secret://API_KEY")
                .check("cat out; exit 1"));

    assertThat(node.log()).contains("key=[redacted API_KEY]", "[redacted API_KEY]");
    assertThat(node.log() + report.toString()).doesNotContain("correct-horse");
  }

  @Test
  void secrets_that_others_can_read_are_not_used() throws Exception {
    secrets("API_KEY=correct-horse-battery", "rw-r--r--");

    var report = node.run(program("true").env("KEY", "secret://API_KEY"));

    assertThat(report.ending()).isEqualTo(Ending.COULD_NOT_START);
    assertThat(report.reason()).contains("chmod 600");
  }

  @Test
  void a_secret_that_is_not_here_is_named_with_where_to_put_it() throws Exception {
    var report = node.run(program("true").env("KEY", "secret://OTHER_KEY"));

    assertThat(report.reason()).contains("no secret 'OTHER_KEY'").contains("secrets.env");
  }

  @Test
  void nothing_of_the_workers_own_environment_reaches_a_program() throws Exception {
    var report = node.run(shell("env | cut -d= -f1 | sort > \"$GODMODE_RESULT\""));

    assertThat(report.result().lines())
        .allMatch(
            name ->
                name.startsWith("GODMODE_")
                    || List.of("PATH", "HOME", "TMPDIR", "LANG", "PWD", "SHLVL", "_", "OLDPWD")
                        .contains(name));
  }

  private void secrets(String text, String permissions) throws IOException {
    var file = Files.writeString(home.resolve("secrets.env"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
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
