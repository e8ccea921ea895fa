package dev.godmode.worker.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.DriverTerms;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Question.Kind;
import dev.godmode.protocol.task.Tokens;
import dev.godmode.worker.driver.Dialect.Turn;
import dev.godmode.worker.driver.Happening.Asks;
import dev.godmode.worker.driver.Happening.AsksNoMore;
import dev.godmode.worker.driver.Happening.Failed;
import dev.godmode.worker.driver.Happening.Finished;
import dev.godmode.worker.driver.Happening.Said;
import dev.godmode.worker.driver.Happening.SessionBegan;
import dev.godmode.worker.driver.Happening.Spent;
import dev.godmode.worker.driver.Happening.StepBegan;
import dev.godmode.worker.driver.Happening.StepEnded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines as Codex 0.169.0's app server said them, shortened where nothing depends on it. */
class CodexDialectTest {

  private static final String HELLO =
      """
      {"id":1,"result":{"userAgent":"godmode/0.169.0","codexHome":"/c"}}""";
  private static final String OPENED =
      """
      {"id":2,"result":{"thread":{"id":"01a2159c","cliVersion":"0.169.0"},"model":"gpt-6"}}""";
  private static final String MAY_RUN =
      """
      {"method":"item/commandExecution/requestApproval","id":0,"params":{"kind":"command","itemId":"call_0","reason":"May I do this step?","command":"/bin/bash -lc 'echo written > answer.txt'","cwd":"/w"}}""";
  private static final String ASKS =
      """
      {"method":"item/tool/requestUserInput","id":4,"params":{"itemId":"call_1","questions":[{"id":"colour","header":"Colour","question":"Which colour?","options":[{"label":"red","description":""},{"label":"blue","description":""}]},{"id":"size","header":"Size","question":"How large?","options":null}]}}""";

  private final Dialect codex = new CodexDialect(Briefs.USUAL);

  private static Failed failed(Turn turn) {
    assertThat(turn.happenings()).singleElement().isInstanceOf(Failed.class);
    return (Failed) turn.happenings().getFirst();
  }

  @Test
  void its_app_server_is_started_with_a_folder_of_its_own() {
    var opening = codex.opening();

    assertThat(opening.command()).startsWith("codex", "app-server");
    assertThat(opening.variables()).containsEntry("CODEX_HOME", "/node/sessions/task1/program");
    assertThat(opening.lines().getFirst()).contains("\"method\":\"initialize\"");
  }

  @Test
  void the_model_of_its_environment_is_used_whatever_its_own_file_says() {
    var variables =
        Map.of("OPENAI_API_KEY", "", "OPENAI_BASE_URL", "http://127.0.0.1:1/v1?a=\"b\"");

    var opening =
        new CodexDialect(Briefs.of(DriverTerms.USUAL, Optional.empty(), variables)).opening();

    assertThat(opening.command())
        .contains("model_provider=\"environment\"")
        .anyMatch(value -> value.contains("base_url=\"http://127.0.0.1:1/v1?a=\\\"b\\\"\""))
        .anyMatch(value -> value.contains("env_key=\"OPENAI_API_KEY\""));
  }

  @Test
  void without_a_login_of_its_own_it_asks_the_fleets_models_by_its_credential() {
    var opening =
        new CodexDialect(Briefs.of(DriverTerms.USUAL, Optional.empty(), Briefs.FLEET)).opening();

    assertThat(opening.command())
        .anyMatch(value -> value.contains("base_url=\"https://forge:5053/v1\""))
        .anyMatch(value -> value.contains("auth={command=\"cat\",args=[\"/node/a/credential\"]"));
    assertThat(opening.variables()).containsEntry("CODEX_CA_CERTIFICATE", "/node/a/authority.pem");
  }

  @Test
  void it_may_use_controls_own_tools_and_is_not_asked_about_them() {
    var opening =
        new CodexDialect(Briefs.of(DriverTerms.USUAL, Optional.empty(), Briefs.TOOLS)).opening();

    assertThat(opening.command())
        .contains(
            "mcp_servers.godmode={command=\"/opt/godmode/gm\",args=[\"mcp\"],env={GODMODE_CREDENTIAL=\"/node/a/credential\",GODMODE_GM=\"/opt/godmode/gm\",GODMODE_URL=\"https://forge:5053\"},startup_timeout_sec=60,default_tools_approval_mode=\"approve\"}");
  }

  @Test
  void it_says_hello_opens_a_conversation_and_gives_the_goal() {
    var thread = codex.heard(HELLO);
    var turn = codex.heard(OPENED);

    assertThat(thread.say().getFirst()).contains("initialized");
    assertThat(thread.say().getLast())
        .contains("thread/start")
        .contains("\"approvalPolicy\":\"untrusted\"")
        .contains("\"sandbox\":\"read-only\"");
    assertThat(turn.happenings()).contains(new SessionBegan("01a2159c"));
    assertThat(turn.say().getFirst()).contains("turn/start").contains("Make it good.");
  }

  @Test
  void its_turn_begins_when_controls_tools_are_there_or_will_not_be() {
    for (var said :
        List.of("\"result\":{\"data\":[]}", "\"error\":{\"message\":\"no such method\"}")) {
      var equipped = new CodexDialect(Briefs.of(DriverTerms.USUAL, Optional.empty(), Briefs.TOOLS));
      equipped.heard(HELLO);

      var opened = equipped.heard(OPENED);
      var begun = equipped.heard("{\"id\":4,%s}".formatted(said));

      assertThat(opened.say()).hasSize(1);
      assertThat(opened.say().getFirst())
          .contains("mcpServerStatus/list")
          .contains("\"serverName\":\"godmode\"");
      assertThat(begun.say().getFirst()).contains("turn/start").contains("Make it good.");
      assertThat(begun.happenings()).hasSize(said.contains("error") ? 1 : 0);
    }
  }

  @Test
  void a_conversation_is_taken_up_again_and_begun_anew_where_it_is_lost() {
    var again =
        new CodexDialect(
            Briefs.of(
                new DriverTerms(Optional.of("gpt-6"), Permissions.EDIT),
                Optional.of("01a2159c"),
                Map.of()));

    var resumed = again.heard(HELLO);
    var anew =
        again.heard("{\"id\":2,\"error\":{\"code\":-32600,\"message\":\"no rollout found\"}}");

    assertThat(resumed.say().getLast())
        .contains("thread/resume")
        .contains("\"threadId\":\"01a2159c\"")
        .contains("\"model\":\"gpt-6\"")
        .contains("workspace-write");
    assertThat(anew.say().getLast()).contains("thread/start").doesNotContain("threadId");
    assertThat(anew.happenings().getFirst().toString()).contains("no rollout found");
  }

  @Test
  void a_command_that_it_may_not_run_by_itself_is_a_question() {
    var asked = codex.heard(MAY_RUN);
    var said = codex.answered("0", new Answer.Yes());

    assertThat(asked.happenings())
        .containsExactly(
            new Asks(
                new Question(
                    "0",
                    Kind.PERMISSION,
                    "Codex asks to run a command: May I do this step?",
                    List.of(),
                    "/bin/bash -lc 'echo written > answer.txt'\n(in /w)")));
    assertThat(said.say()).containsExactly("{\"id\":0,\"result\":{\"decision\":\"accept\"}}");
    assertThat(codex.answered("0", new Answer.Yes()).say()).isEmpty();
  }

  @Test
  void where_anything_is_allowed_nobody_is_asked_for_a_permission() {
    var turn = new CodexDialect(Briefs.with(Permissions.ALL)).heard(MAY_RUN);

    assertThat(turn.happenings()).isEmpty();
    assertThat(turn.say()).containsExactly("{\"id\":0,\"result\":{\"decision\":\"accept\"}}");
  }

  @Test
  void a_no_lets_it_go_on_without() {
    codex.heard(MAY_RUN);

    assertThat(codex.answered("0", new Answer.No("")).say())
        .containsExactly("{\"id\":0,\"result\":{\"decision\":\"decline\"}}");
  }

  @Test
  void a_change_of_files_is_asked_for_with_the_change_itself() {
    codex.heard(
        """
        {"method":"item/started","params":{"item":{"type":"fileChange","id":"p1","changes":[{"path":"a.txt","kind":{"type":"update"},"diff":"@@ -1 +1 @@\\n-old\\n+new\\n"}],"status":"inProgress"}}}""");

    var asked =
        codex.heard(
            """
            {"method":"item/fileChange/requestApproval","id":3,"params":{"itemId":"p1","reason":null}}""");

    assertThat(((Asks) asked.happenings().getFirst()).question().payload())
        .isEqualTo("update a.txt\n@@ -1 +1 @@\n-old\n+new\n\n");
  }

  @Test
  void a_command_is_a_step_from_its_beginning_to_its_end() {
    var began =
        codex.heard(
            """
            {"method":"item/started","params":{"item":{"type":"commandExecution","id":"c1","command":"mvn test","status":"inProgress"}}}""");
    var ended =
        codex.heard(
            """
            {"method":"item/completed","params":{"item":{"type":"commandExecution","id":"c1","command":"mvn test","status":"failed","exitCode":1,"aggregatedOutput":"no"}}}""");

    assertThat(began.happenings()).containsExactly(new StepBegan("c1", "shell", "mvn test"));
    assertThat(ended.happenings()).contains(new StepEnded("c1", true));
  }

  @Test
  void a_tool_of_another_server_is_a_step_and_one_of_controls_is_not() {
    var use =
        """
        {"method":"item/started","params":{"item":{"type":"mcpToolCall","id":"m1","server":"files","tool":"read","arguments":{"path":"a.txt"}}}}""";

    assertThat(codex.heard(use).happenings())
        .containsExactly(new StepBegan("m1", "files.read", "a.txt"));
    assertThat(codex.heard(use.replace("files", "godmode")).happenings()).isEmpty();
  }

  @Test
  void nobody_is_asked_to_say_yes_to_what_nobody_sees() {
    var turn =
        codex.heard(
            """
            {"method":"item/fileChange/requestApproval","id":3,"params":{"itemId":"never-seen"}}""");

    assertThat(turn.happenings()).isEmpty();
    assertThat(turn.say()).containsExactly("{\"id\":3,\"result\":{\"decision\":\"decline\"}}");
  }

  @Test
  void questions_are_asked_one_by_one_and_answered_together() {
    assertThat(codex.heard(ASKS).happenings())
        .containsExactly(
            new Asks(
                new Question("4/colour", Kind.CHOICE, "Which colour?", List.of("red", "blue"), "")),
            new Asks(new Question("4/size", Kind.CHOICE, "How large?", List.of(), "")));

    assertThat(codex.answered("4/colour", new Answer.Words("blue")).say()).isEmpty();
    assertThat(codex.answered("4/size", new Answer.Words("7")).say())
        .containsExactly(
            "{\"id\":4,\"result\":{\"answers\":{\"colour\":{\"answers\":[\"blue\"]},\"size\":{\"answers\":[\"7\"]}}}}");
  }

  @Test
  void a_question_that_nobody_answers_takes_the_others_of_its_request_with_it() {
    codex.heard(ASKS);

    var no = codex.answered("4/colour", new Answer.No("nobody answered in time"));

    assertThat(no.say().getFirst()).contains("\"error\"").contains("nobody answered in time");
    assertThat(no.happenings()).contains(new AsksNoMore("4/size"));
  }

  @Test
  void what_was_settled_elsewhere_needs_no_answer() {
    codex.heard(MAY_RUN);

    var turn =
        codex.heard(
            "{\"method\":\"serverRequest/resolved\",\"params\":{\"threadId\":\"t\",\"requestId\":0}}");

    assertThat(turn.happenings()).contains(new AsksNoMore("0"));
  }

  @Test
  void a_request_that_nobody_knows_is_answered_all_the_same() {
    var turn = codex.heard("{\"method\":\"item/tool/dance\",\"id\":9,\"params\":{}}");

    assertThat(turn.say().getFirst()).contains("\"id\":9").contains("\"error\"");
  }

  @Test
  void what_it_has_used_counts_what_came_from_a_cache_apart() {
    var turn =
        codex.heard(
            """
            {"method":"thread/tokenUsage/updated","params":{"tokenUsage":{"total":{"totalTokens":260,"inputTokens":240,"cachedInputTokens":40,"outputTokens":20}}}}""");

    assertThat(turn.happenings())
        .containsExactly(new Spent(new Tokens(200, 40, 20), Optional.empty()));
  }

  @Test
  void what_it_said_last_is_its_result() {
    codex.heard(
        """
        {"method":"item/completed","params":{"item":{"type":"agentMessage","id":"m","text":"All done."}}}""");

    var turn =
        codex.heard(
            """
            {"method":"turn/completed","params":{"turn":{"id":"t","status":"completed","error":null}}}""");

    assertThat(turn.happenings()).containsExactly(new Finished("All done."));
  }

  @Test
  void a_limit_of_use_is_told_with_its_end() {
    var turn =
        codex.heard(
            """
            {"method":"turn/completed","params":{"turn":{"id":"t","status":"failed","error":{"message":"You’ve hit your usage limit. Upgrade to Pro or try again at 3:02 AM.","codexErrorInfo":"usageLimitExceeded"}}}}""");

    assertThat(failed(turn).ending()).isEqualTo(Ending.LIMIT_REACHED);
    assertThat(failed(turn).until()).contains(Instant.parse("2026-11-26T03:02:00Z"));
  }

  @Test
  void a_limit_that_it_told_in_figures_is_believed_before_its_words() {
    codex.heard(
        """
        {"method":"account/rateLimits/updated","params":{"rateLimits":{"primary":{"usedPercent":100,"resetsAt":1795662590},"secondary":null}}}""");

    var turn =
        codex.heard(
            """
            {"method":"turn/completed","params":{"turn":{"status":"failed","error":{"message":"limit","codexErrorInfo":"usageLimitExceeded"}}}}""");

    assertThat(failed(turn).until()).contains(Instant.ofEpochSecond(1_795_662_590L));
  }

  @Test
  void a_login_that_counts_no_more_is_told_at_once_and_not_after_five_tries() {
    var turn =
        codex.heard(
            """
            {"method":"error","params":{"error":{"message":"Reconnecting... 1/5","codexErrorInfo":{"responseStreamDisconnected":{"httpStatusCode":401}},"additionalDetails":"unexpected status 401 Unauthorized: Incorrect API key provided"},"willRetry":true}}""");

    assertThat(failed(turn).ending()).isEqualTo(Ending.LOGGED_OUT);
    assertThat(failed(turn).why()).contains("Incorrect API key");
  }

  @Test
  void a_model_that_does_not_answer_is_no_fault_of_the_agents() {
    var turn =
        codex.heard(
            """
            {"method":"turn/completed","params":{"turn":{"status":"failed","error":{"message":"error sending request","codexErrorInfo":{"httpConnectionFailed":{"httpStatusCode":null}}}}}}""");

    assertThat(failed(turn).ending()).isEqualTo(Ending.MODEL_UNREACHABLE);
  }

  @Test
  void a_turn_that_was_broken_off_or_asked_for_too_much_has_failed() {
    var broken =
        codex.heard(
            "{\"method\":\"turn/completed\",\"params\":{\"turn\":{\"status\":\"interrupted\"}}}");
    var full =
        codex.heard(
            """
            {"method":"turn/completed","params":{"turn":{"status":"failed","error":{"message":"too long","codexErrorInfo":"contextWindowExceeded"}}}}""");

    assertThat(failed(broken).ending()).isEqualTo(Ending.AGENT_FAILED);
    assertThat(failed(full).ending()).isEqualTo(Ending.AGENT_FAILED);
  }

  @Test
  void garbage_is_shown_and_lines_of_kinds_that_are_not_known_are_let_pass() {
    assertThat(codex.heard("thread 'main' panicked").happenings())
        .containsExactly(new Said("thread 'main' panicked"));
    for (var line :
        List.of(
            "{}",
            "{\"id\":77}",
            "{\"id\":\"x\",\"result\":[]}",
            "{\"method\":\"novelty\"}",
            "{\"method\":\"item/completed\",\"params\":null}",
            "{\"method\":\"thread/tokenUsage/updated\",\"params\":[]}")) {
      assertThat(codex.heard(line).say()).isEmpty();
    }
  }
}
