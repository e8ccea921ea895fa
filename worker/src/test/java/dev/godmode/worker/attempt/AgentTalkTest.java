package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.ControlMessage.Answered;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that speaks as Claude Code does, run by a real worker's attempts. */
class AgentTalkTest {

  /** Reads the greeting and the goal, as every conversation begins. */
  private static final String LISTEN = "read -r hello; read -r goal; ";

  private static final String BEGIN =
      LISTEN + "echo '{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s-1\"}'; ";
  private static final String ASK =
      "echo '{\"type\":\"control_request\",\"request_id\":\"r1\",\"request\":{\"subtype\":\"can_use_tool\",\"tool_name\":\"Bash\",\"input\":{\"command\":\"make\"}}}'; ";
  private static final String USE =
      "echo '{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"Bash\",\"input\":{\"command\":\"make\"}}]}}'; echo '{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"ok\"}]}}'; ";
  private static final String DONE =
      "echo '{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"All done.\",\"total_cost_usd\":0.25,\"usage\":{\"input_tokens\":7,\"output_tokens\":3}}'; ";

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

  private static AssignmentBuilder claude(String script) {
    return shell(script).driver("claude").goal("Make it good.");
  }

  private void answer(WorkerMessage.Asked asked, Answer answer) {
    node.attempts.answered(new Answered(asked.attempt(), asked.question().id(), answer));
  }

  @Test
  void what_it_made_is_checked_and_what_it_used_is_told() throws Exception {
    var report = node.run(claude(BEGIN + "echo made > answer; " + DONE).check("grep made answer"));

    assertThat(report.ending()).isEqualTo(Ending.SUCCEEDED);
    assertThat(report.result()).isEqualTo("All done.");
    assertThat(report.agent())
        .contains(
            new AgentWork(
                Optional.of("s-1"),
                new Tokens(7, 0, 3),
                Optional.of("0.25 USD"),
                Optional.empty()));
  }

  @Test
  void it_asks_waits_and_goes_on_with_the_answer() throws Exception {
    node.attempts.assign(
        claude(BEGIN + ASK + "read -r answer; echo \"$answer\" > told; " + DONE)
            .check("grep -q '\"behavior\":\"allow\"' told")
            .build());

    var asked = node.await(WorkerMessage.Asked.class);
    assertThat(asked.question().kind()).isEqualTo(Question.Kind.PERMISSION);
    assertThat(asked.question().payload()).contains("make");
    answer(asked, new Answer.Yes());

    assertThat(node.await(WorkerMessage.Ended.class).report().ending()).isEqualTo(Ending.SUCCEEDED);
  }

  @Test
  void what_a_yes_allows_hides_nothing_from_whoever_reads_it() throws Exception {
    var hidden =
        "printf '%s\\n' '{\"type\":\"control_request\",\"request_id\":\"r1\",\"request\":{\"subtype\":\"can_use_tool\",\"tool_name\":\"Bash\\u001b[2K\",\"input\":{\"command\":\"ls \\u202e # rm\"}}}'; ";
    node.attempts.assign(
        claude(BEGIN + hidden + "read -r answer; echo \"$answer\" > told; " + DONE)
            .check("grep -q 'ls .* # rm' told && ! grep -q U+202E told")
            .build());

    var asked = node.await(WorkerMessage.Asked.class);
    answer(asked, new Answer.Yes());

    assertThat(asked.question().payload()).contains("Bash␛[2K").contains("ls ⟨U+202E⟩ # rm");
    assertThat(node.await(WorkerMessage.Ended.class).report().ending()).isEqualTo(Ending.SUCCEEDED);
  }

  @Test
  void what_it_asked_is_asked_again_after_a_reconnect_until_it_is_answered() throws Exception {
    node.attempts.assign(claude(BEGIN + ASK + "read -r answer; " + DONE).build());
    var first = node.await(WorkerMessage.Asked.class);

    node.attempts.resend();
    var again = node.await(WorkerMessage.Asked.class);
    answer(again, new Answer.Yes());
    node.attempts.resend();

    assertThat(again).isEqualTo(first);
    assertThat(node.await(WorkerMessage.Ended.class).report().ending())
        .isEqualTo(Ending.UNVERIFIED);
  }

  @Test
  void what_it_does_is_told_step_by_step_and_again_after_a_reconnect() throws Exception {
    node.attempts.assign(claude(BEGIN + USE + ASK + "read -r answer; " + DONE).build());

    var begun = node.await(WorkerMessage.Stepped.class).step();
    var ended = node.await(WorkerMessage.Stepped.class).step();
    var asked = node.await(WorkerMessage.Asked.class);
    node.attempts.resend();
    var again = node.await(WorkerMessage.Stepped.class).step();
    answer(asked, new Answer.Yes());
    node.await(WorkerMessage.Ended.class);

    assertThat(begun.name()).isEqualTo("Bash");
    assertThat(begun.detail()).isEqualTo("make");
    assertThat(begun.took()).isEmpty();
    assertThat(ended.took()).isPresent();
    assertThat(again.id()).isEqualTo(ended.id());
    assertThat(again.took()).isEqualTo(ended.took());
    assertThat(again.ago()).isGreaterThanOrEqualTo(ended.ago());
  }

  @Test
  void an_answer_to_something_else_lets_nothing_happen() throws Exception {
    node.attempts.assign(
        claude(BEGIN + ASK + "read -r answer; echo \"$answer\" > told; " + DONE)
            .check("grep -q deny told")
            .build());
    var asked = node.await(WorkerMessage.Asked.class);

    node.attempts.answered(new Answered(asked.attempt(), "another", new Answer.Yes()));
    answer(asked, new Answer.No("not now"));

    assertThat(node.await(WorkerMessage.Ended.class).report().ending()).isEqualTo(Ending.SUCCEEDED);
  }

  @Test
  void the_time_in_which_it_waits_for_a_person_is_not_its_own() throws Exception {
    var late = "(sleep 3; echo still here) & ";
    node.attempts.assign(
        claude(BEGIN + late + ASK + "read -r answer; " + DONE)
            .timeout(Duration.ofSeconds(2))
            .stuck(Duration.ofSeconds(1), true)
            .build());
    var asked = node.await(WorkerMessage.Asked.class);
    node.awaitLine("still here");

    answer(asked, new Answer.Yes());

    assertThat(node.await(WorkerMessage.Ended.class).report().ending())
        .isEqualTo(Ending.UNVERIFIED);
  }

  @Test
  void what_nobody_could_read_is_refused_before_anybody_is_asked() throws Exception {
    var large =
        "echo '{\"type\":\"control_request\",\"request_id\":\"r1\",\"request\":{\"subtype\":\"can_use_tool\",\"tool_name\":\"Write\",\"input\":{\"content\":\"'$(head -c 20000 /dev/zero | tr '\\0' x)'\"}}}'; ";

    var report =
        node.run(
            claude(BEGIN + large + "read -r answer; echo \"$answer\" > told; " + DONE)
                .check("grep -q 'smaller steps' told"));

    assertThat(report.ending()).isEqualTo(Ending.SUCCEEDED);
  }

  @Test
  void where_anything_is_allowed_nobody_is_asked() throws Exception {
    var report =
        node.run(
            claude(BEGIN + ASK + "read -r answer; echo \"$answer\" > told; " + DONE)
                .may(Permissions.ALL)
                .check("grep -q allow told"));

    assertThat(report.ending()).isEqualTo(Ending.SUCCEEDED);
  }

  @Test
  void the_next_attempt_is_told_why_the_one_before_did_not_do() throws Exception {
    node.run(claude(BEGIN + DONE).check("echo the door is red; false"));

    var report =
        node.run(
            claude(LISTEN + "echo \"$goal\" > told; " + DONE)
                .attempt(2)
                .check("grep -q 'another try' told")
                .check("grep -q 'the door is red' told")
                .check("grep -q 'Make it good' told"));

    assertThat(report.ending()).isEqualTo(Ending.SUCCEEDED);
  }

  @Test
  void a_program_that_dies_without_a_word_has_failed_with_its_last_ones() throws Exception {
    var report = node.run(claude(LISTEN + "echo the roof is gone >&2; exit 3"));

    assertThat(report.ending()).isEqualTo(Ending.AGENT_FAILED);
    assertThat(report.reason()).contains("exit code 3").contains("the roof is gone");
  }

  @Test
  void a_program_that_prints_garbage_has_failed_and_the_log_shows_it() throws Exception {
    var report = node.run(claude("yes nonsense | head -n 500; exec sleep 60"));

    assertThat(report.ending()).isEqualTo(Ending.AGENT_FAILED);
    assertThat(report.reason()).contains("prints what nobody understands").contains("nonsense");
    assertThat(node.log()).contains("nonsense");
  }

  @Test
  void a_program_that_is_logged_out_is_told_apart() throws Exception {
    var report = node.run(claude("echo 'Not logged in · Please run /login' >&2; exit 1"));

    assertThat(report.ending()).isEqualTo(Ending.LOGGED_OUT);
  }

  @Test
  void a_program_that_is_not_there_is_named() throws Exception {
    var report =
        node.run(AssignmentBuilder.program("/no/such/claude").driver("claude").goal("Go."));

    assertThat(report.ending()).isEqualTo(Ending.COULD_NOT_START);
    assertThat(report.reason()).contains("/no/such/claude");
  }
}
