package dev.godmode.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Ending;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every way to run a program promises to whoever has it run. */
abstract class ExecutorContract {

  @TempDir Path home;
  Node node;

  /** A node that runs programs in this way. */
  abstract Node nodeAt(Path folder) throws Exception;

  /** An assignment that is run in this way. */
  abstract AssignmentBuilder program(String... command);

  AssignmentBuilder shell(String line) {
    return program("/bin/sh", "-c", line);
  }

  /** How an attempt may end that needed too much memory. */
  Set<Ending> endingsByMemory() {
    return Set.of(Ending.MEMORY_EXCEEDED);
  }

  @BeforeEach
  void begin() throws Exception {
    node = nodeAt(home);
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

    var report = node.run(shell(line).memoryMax(64 << 20));

    assertThat(report.ending()).isIn(endingsByMemory());
    assertThat(report.reason()).contains("64 MiB");
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
    assertThat(home.resolve(AssignmentBuilder.FOLDER + "/work/cleaned")).doesNotExist();
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
  void a_result_that_is_a_link_to_something_else_is_not_followed() throws Exception {
    var report = node.run(shell("ln -s /etc/passwd \"$GODMODE_RESULT\""));

    assertThat(report.result()).isEmpty();
  }

  @Test
  void a_secret_is_given_and_leaves_the_node_nowhere() throws Exception {
    node.gives(Map.of("API_KEY", "correct-horse-battery"));

    var report =
        node.run(
            shell("echo key=$KEY; echo $KEY >&2; echo $KEY > \"$GODMODE_RESULT\"; echo $KEY > out")
                .env("KEY", "secret://API_KEY")
                .check("cat out; exit 1"));

    assertThat(node.log()).contains("key=[redacted API_KEY]", "[redacted API_KEY]");
    assertThat(node.log() + report.toString()).doesNotContain("correct-horse");
  }
}
