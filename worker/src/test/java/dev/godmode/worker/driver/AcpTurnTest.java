package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.AcpLines.begun;
import static dev.godmode.worker.driver.AcpLines.ends;
import static dev.godmode.worker.driver.AcpLines.failed;
import static dev.godmode.worker.driver.AcpLines.says;
import static dev.godmode.worker.driver.AcpLines.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Tokens;
import dev.godmode.worker.driver.Dialect.Turn;
import dev.godmode.worker.driver.Happening.Asks;
import dev.godmode.worker.driver.Happening.Failed;
import dev.godmode.worker.driver.Happening.Finished;
import dev.godmode.worker.driver.Happening.Said;
import dev.godmode.worker.driver.Happening.Spent;
import dev.godmode.worker.driver.Happening.StepBegan;
import dev.godmode.worker.driver.Happening.StepEnded;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcpTurnTest {

  private static final String MAY_RUN =
      """
      {"jsonrpc":"2.0","id":"p/7","method":"session/request_permission","params":{"sessionId":"s-1","toolCall":{"toolCallId":"t1","rawInput":{"command":"rm -r build"}},"options":[{"optionId":"always","name":"Always","kind":"allow_always"},{"optionId":"once","name":"Once","kind":"allow_once"},{"optionId":"no","name":"No","kind":"reject_once"}]}}""";

  @Test
  void another_message_begins_on_a_line_of_its_own() {
    var agent = begun(Permissions.ASK);
    var chunk =
        "{\"sessionUpdate\":\"agent_message_chunk\",\"messageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}";
    update(agent, chunk.formatted("m1", "One."));

    assertThat(update(agent, chunk.formatted("m2", "Two.")).happenings())
        .containsExactly(new Said("One."));
  }

  @Test
  void a_use_of_a_tool_is_told_when_it_is_known_what_for() {
    var agent = begun(Permissions.ASK);

    var announced =
        update(
            agent,
            "{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t1\",\"name\":\"Bash\",\"title\":\"Terminal\",\"status\":\"pending\",\"rawInput\":{}}");
    var known =
        update(
            agent,
            "{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"t1\",\"title\":\"make test\",\"rawInput\":{\"command\":\"make test\"}}");
    var over =
        update(
            agent,
            "{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"t1\",\"status\":\"completed\",\"rawOutput\":\"all green\"}");

    assertThat(announced.happenings()).isEmpty();
    assertThat(known.happenings())
        .containsExactly(
            new Said("→ Bash {\"command\":\"make test\"}"),
            new StepBegan("t1", "Bash", "make test"));
    assertThat(over.happenings())
        .containsExactly(new Said("← all green"), new StepEnded("t1", false));
  }

  @Test
  void its_words_come_in_pieces_and_are_logged_by_lines() {
    var agent = begun(Permissions.ASK);

    assertThat(says(agent, "I look").happenings()).isEmpty();
    assertThat(says(agent, " around.\\nThen I").happenings())
        .containsExactly(new Said("I look around."));
    var end = ends(agent, "end_turn");

    assertThat(end.happenings())
        .containsExactly(new Said("Then I"), new Finished("I look around.\nThen I"));
  }

  @Test
  void what_it_said_after_its_last_tool_is_its_result() {
    var agent = begun(Permissions.ASK);
    says(agent, "First I look.");
    update(
        agent,
        "{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t1\",\"title\":\"ls\",\"status\":\"completed\"}");
    says(agent, "It is done.");

    assertThat(ends(agent, "end_turn").happenings()).contains(new Finished("It is done."));
  }

  @Test
  void a_tool_is_a_step_from_its_beginning_to_its_end() {
    var agent = begun(Permissions.ASK);

    var began =
        update(
            agent,
            "{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t1\",\"title\":\"Run tests\",\"kind\":\"execute\",\"status\":\"pending\",\"rawInput\":{\"command\":\"make test\"}}");
    var goesOn =
        update(
            agent,
            "{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"t1\",\"status\":\"in_progress\"}");
    var over =
        update(
            agent,
            "{\"sessionUpdate\":\"tool_call_update\",\"toolCallId\":\"t1\",\"status\":\"failed\",\"content\":[{\"type\":\"content\",\"content\":{\"type\":\"text\",\"text\":\"2 failed\"}},{\"type\":\"diff\",\"path\":\"a.txt\",\"oldText\":\"one\",\"newText\":\"two\"}]}");

    assertThat(began.happenings())
        .containsExactly(
            new Said("→ Run tests {\"command\":\"make test\"}"),
            new StepBegan("t1", "Run tests", "make test"));
    assertThat(goesOn.happenings()).isEmpty();
    assertThat(over.happenings())
        .containsExactly(new Said("← 2 failed\na.txt\n-one\n+two"), new StepEnded("t1", true));
  }

  @Test
  void controls_own_tools_are_no_steps_of_its_driver_for_control_sees_them_itself() {
    var agent = begun(Permissions.ASK);

    assertThat(
            update(
                    agent,
                    "{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t1\",\"status\":\"in_progress\",\"title\":\"mcp__godmode__memory_recall\"}")
                .happenings())
        .containsExactly(new Said("→ mcp__godmode__memory_recall"));
  }

  @Test
  void a_person_is_shown_what_it_asks_for_and_a_yes_lets_it_happen_once() {
    var agent = begun(Permissions.ASK);
    update(
        agent,
        "{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t1\",\"title\":\"Clean up\",\"kind\":\"execute\"}");

    var asked = agent.heard(MAY_RUN);
    var question = ((Asks) asked.happenings().getFirst()).question();
    var told = agent.answered(question.id(), new Answer.Yes());
    var again = agent.answered(question.id(), new Answer.Yes());

    assertThat(question.kind()).isEqualTo(Question.Kind.PERMISSION);
    assertThat(question.text()).isEqualTo("painter asks to use Clean up");
    assertThat(question.payload()).startsWith("Clean up\n").contains("rm -r build");
    assertThat(told.say())
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"id\":\"p/7\",\"result\":{\"outcome\":{\"outcome\":\"selected\",\"optionId\":\"once\"}}}");
    assertThat(again).isEqualTo(Turn.NOTHING);
  }

  @Test
  void what_it_said_of_the_use_before_is_shown_with_what_it_asks_for() {
    var agent = begun(Permissions.ASK);
    update(
        agent,
        "{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"t1\",\"title\":\"Clean up\",\"rawInput\":{\"command\":\"rm -r cache\"}}");

    var asked =
        agent.heard(
            MAY_RUN.replace("\"rawInput\":{\"command\":\"rm -r build\"}", "\"rawInput\":{}"));

    assertThat(((Asks) asked.happenings().getFirst()).question().payload())
        .contains("Clean up", "rm -r cache");
  }

  @Test
  void a_no_is_a_no() {
    var agent = begun(Permissions.ASK);
    var question = ((Asks) agent.heard(MAY_RUN).happenings().getFirst()).question();

    assertThat(agent.answered(question.id(), new Answer.No("not today")).say().getFirst())
        .contains("\"optionId\":\"no\"");
  }

  @Test
  void where_it_offers_no_such_answer_the_request_is_called_off() {
    var agent = begun(Permissions.ASK);
    var question =
        ((Asks) agent.heard(MAY_RUN.replace("reject_once", "other")).happenings().getFirst())
            .question();

    assertThat(agent.answered(question.id(), new Answer.No("")).say().getFirst())
        .contains("\"outcome\":{\"outcome\":\"cancelled\"}");
  }

  @ParameterizedTest
  @CsvSource({"ASK,edit,true", "EDIT,edit,false", "EDIT,execute,true", "ALL,execute,false"})
  void who_is_asked_is_the_profiles_to_say(Permissions permissions, String kind, boolean asks) {
    var agent = begun(permissions);
    var wish = MAY_RUN.replace("\"toolCallId\"", "\"kind\":\"%s\",\"toolCallId\"".formatted(kind));

    assertThat(agent.heard(wish).say().isEmpty()).isEqualTo(asks);
  }

  @Test
  void controls_own_tools_need_nobodys_leave_and_a_command_that_is_called_like_one_does() {
    var agent = begun(Permissions.ASK);

    assertThat(agent.heard(titled("mcp__godmode__whoami")).say().getFirst()).contains("\"once\"");
    assertThat(agent.heard(titled("mcp__godmode__whoami; rm -rf /")).say()).isEmpty();
  }

  private static String titled(String title) {
    return MAY_RUN.replace("\"toolCallId\"", "\"title\":\"%s\",\"toolCallId\"".formatted(title));
  }

  @Test
  void nobody_is_asked_for_what_nobody_can_see() {
    var agent = begun(Permissions.ASK);

    assertThat(
            agent
                .heard(
                    MAY_RUN.replace(
                        "\"rawInput\":{\"command\":\"rm -r build\"}", "\"rawInput\":{}"))
                .say()
                .getFirst())
        .contains("\"optionId\":\"no\"");
  }

  @Test
  void nothing_of_an_editor_is_offered() {
    assertThat(
            begun(Permissions.ALL)
                .heard(
                    "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"fs/read_text_file\",\"params\":{}}")
                .say()
                .getFirst())
        .contains("\"id\":9", "-32601", "God Mode offers no 'fs/read_text_file'");
  }

  @ParameterizedTest
  @CsvSource({
    "max_tokens,it ran into its most tokens",
    "max_turn_requests,it ran into its most requests in a turn",
    "refusal,it refuses to go on",
    "cancelled,it ended its turn as 'cancelled'"
  })
  void a_turn_that_did_not_come_to_its_end_is_no_success(String how, String why) {
    assertThat(failed(ends(begun(Permissions.ASK), how)))
        .isEqualTo(new Failed(Ending.AGENT_FAILED, "painter: " + why));
  }

  @Test
  void what_it_has_used_is_known_where_it_tells() {
    var agent = begun(Permissions.ASK);

    var paid =
        update(
            agent,
            "{\"sessionUpdate\":\"usage_update\",\"used\":100,\"size\":1000,\"cost\":{\"amount\":0.25,\"currency\":\"USD\"}}");
    var end =
        agent.heard(
            "{\"id\":5,\"result\":{\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":70,\"outputTokens\":20,\"cachedReadTokens\":10}}}");

    var dollars = Optional.of(new BigDecimal("0.25"));
    assertThat(paid.happenings()).containsExactly(new Spent(Tokens.NONE, dollars));
    assertThat(end.happenings()).contains(new Spent(new Tokens(70, 10, 20), dollars));
  }
}
