package dev.godmode.worker.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
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
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as Claude Code 2.1.332 said them, shortened where nothing depends on it. */
class ClaudeDialectTest {

  private static final String PERMISSION =
      """
      {"type":"control_request","request_id":"fe7c","request":{"subtype":"can_use_tool","tool_name":"Bash","display_name":"Bash","input":{"command":"echo written > answer.txt","description":"a step"},"description":"a step","tool_use_id":"toolu_0"}}""";
  private static final String QUESTIONS =
      """
      {"type":"control_request","request_id":"fd76","request":{"subtype":"can_use_tool","tool_name":"AskUserQuestion","input":{"questions":[{"question":"Which colour?","header":"Colour","options":[{"label":"red","description":"red"},{"label":"blue","description":"blue"}],"multiSelect":false},{"question":"How large?","header":"Size","options":[{"label":"small","description":""}],"multiSelect":false}]},"tool_use_id":"toolu_0","requires_user_interaction":true}}""";

  private final Dialect claude = new ClaudeDialect(Briefs.USUAL);

  private static <T extends Happening> T only(Turn turn, Class<T> kind) {
    assertThat(turn.happenings()).hasAtLeastOneElementOfType(kind);
    return turn.happenings().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private static Object response(Turn turn) {
    assertThat(turn.say()).hasSize(1);
    return Json.tree(turn.say().getFirst()).at("/response/response");
  }

  @Test
  void it_is_started_for_a_conversation_in_lines_with_a_folder_of_its_own() {
    var opening = claude.opening();

    assertThat(opening.command())
        .startsWith("claude", "-p", "--input-format", "stream-json")
        .containsSequence("--permission-prompt-tool", "stdio")
        .containsSequence("--permission-mode", "default")
        .doesNotContain("--resume", "--model", "--dangerously-skip-permissions");
    assertThat(opening.variables())
        .containsEntry("CLAUDE_CONFIG_DIR", "/node/sessions/task1/program");
    assertThat(opening.lines()).hasSize(2);
    assertThat(Json.tree(opening.lines().getLast()).at("/message/content/0/text").stringValue())
        .isEqualTo("Make it good.");
  }

  @Test
  void the_model_that_a_profile_names_is_asked_for() {
    var terms = new DriverTerms(Optional.of("sonnet"), Permissions.EDIT);

    var opening = new ClaudeDialect(Briefs.of(terms, Optional.empty(), Map.of())).opening();

    assertThat(opening.command())
        .containsSequence("--model", "sonnet")
        .containsSequence("--permission-mode", "acceptEdits");
  }

  @Test
  void without_a_login_of_its_own_it_asks_the_fleets_models_by_its_credential() {
    var own = new HashMap<>(Briefs.FLEET);
    own.put("ANTHROPIC_API_KEY", "");

    var fleet =
        new ClaudeDialect(Briefs.of(DriverTerms.USUAL, Optional.empty(), Briefs.FLEET)).opening();
    var login = new ClaudeDialect(Briefs.of(DriverTerms.USUAL, Optional.empty(), own)).opening();

    assertThat(fleet.variables())
        .containsEntry("ANTHROPIC_BASE_URL", "https://forge:5053")
        .containsEntry("NODE_EXTRA_CA_CERTS", "/node/a/authority.pem");
    assertThat(fleet.command())
        .containsSequence("--settings", "{\"apiKeyHelper\":\"cat \\\"$GODMODE_CREDENTIAL\\\"\"}");
    assertThat(login.variables()).doesNotContainKey("ANTHROPIC_BASE_URL");
    assertThat(login.command()).doesNotContain("--settings");
  }

  @Test
  void it_may_use_controls_own_tools_and_is_not_asked_about_them() {
    var opening =
        new ClaudeDialect(Briefs.of(DriverTerms.USUAL, Optional.empty(), Briefs.TOOLS)).opening();
    var without =
        new ClaudeDialect(Briefs.of(DriverTerms.USUAL, Optional.empty(), Briefs.FLEET)).opening();

    assertThat(opening.command())
        .containsSequence(
            "--mcp-config",
            "{\"mcpServers\":{\"godmode\":{\"type\":\"stdio\",\"command\":\"/opt/godmode/gm\",\"args\":[\"mcp\"],\"alwaysLoad\":true}}}",
            "--allowedTools",
            "mcp__godmode");
    assertThat(without.command()).doesNotContain("--mcp-config", "--allowedTools");
  }

  @Test
  void a_conversation_is_taken_up_again_where_its_file_is(@TempDir Path memory) throws Exception {
    var work = Files.createDirectories(memory.resolve("attempts/task1-2-9/work"));
    var old = Files.createDirectories(memory.resolve("projects/-old-work"));
    Files.writeString(old.resolve("abc-1.jsonl"), "{}");
    var brief =
        new Brief(
            "Go on.",
            List.of(),
            DriverTerms.USUAL,
            memory,
            work,
            Optional.of("abc-1"),
            Map.of(),
            Optional.empty(),
            Briefs.CLOCK);

    var opening = new ClaudeDialect(brief).opening();

    assertThat(opening.command()).containsSequence("--resume", "abc-1");
    var slug = work.toRealPath().toString().replaceAll("[^A-Za-z0-9]", "-");
    assertThat(memory.resolve("projects").resolve(slug).resolve("abc-1.jsonl")).exists();
  }

  @Test
  void a_conversation_that_this_node_does_not_have_is_begun_anew(@TempDir Path memory) {
    var brief =
        new Brief(
            "Go on.",
            List.of(),
            DriverTerms.USUAL,
            memory,
            memory,
            Optional.of("../../etc/passwd"),
            Map.of(),
            Optional.empty(),
            Briefs.CLOCK);

    assertThat(new ClaudeDialect(brief).opening().command()).doesNotContain("--resume");
  }

  @Test
  void its_session_and_what_it_says_and_does_is_told() {
    var began =
        claude.heard(
            """
            {"type":"system","subtype":"init","cwd":"/w","session_id":"9ce7","model":"claude-opus-5-5","claude_code_version":"2.1.332"}""");
    var did =
        claude.heard(
            """
            {"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"I look."},{"type":"tool_use","id":"t","name":"Bash","input":{"command":"ls"}}],"usage":{"input_tokens":100,"cache_creation_input_tokens":5,"cache_read_input_tokens":20,"output_tokens":1}}}""");

    assertThat(only(began, SessionBegan.class).id()).isEqualTo("9ce7");
    assertThat(did.happenings())
        .contains(new Said("I look."), new Said("→ Bash {\"command\":\"ls\"}"));
    assertThat(only(did, Spent.class).tokens()).isEqualTo(new Tokens(105, 20, 1));
  }

  @Test
  void a_message_that_comes_in_pieces_is_counted_once() {
    var piece =
        """
        {"type":"assistant","message":{"id":"m1","content":[],"usage":{"input_tokens":100,"cache_read_input_tokens":20,"output_tokens":1}}}""";
    claude.heard(piece);
    claude.heard(piece);

    var second = claude.heard(piece.replace("m1", "m2"));

    assertThat(only(second, Spent.class).tokens()).isEqualTo(new Tokens(200, 40, 2));
  }

  @Test
  void a_permission_is_asked_for_with_exactly_what_a_yes_allows() {
    var question = only(claude.heard(PERMISSION), Asks.class).question();

    assertThat(question.kind()).isEqualTo(Kind.PERMISSION);
    assertThat(question.text()).isEqualTo("Claude Code asks to use Bash: a step");
    assertThat(question.payload()).startsWith("Bash {").contains("echo written > answer.txt");
  }

  @Test
  void a_yes_gives_back_the_very_input_that_was_shown() {
    claude.heard(PERMISSION);

    var said = claude.answered("fe7c", new Answer.Yes());

    assertThat(response(said))
        .hasToString(
            """
            {"behavior":"allow","updatedInput":{"command":"echo written > answer.txt","description":"a step"}}""");
    assertThat(claude.answered("fe7c", new Answer.Yes()).say()).isEmpty();
  }

  @Test
  void a_no_is_told_with_its_reason_and_the_program_goes_on() {
    claude.heard(PERMISSION);

    var said = claude.answered("fe7c", new Answer.No("not there"));

    assertThat(response(said))
        .hasToString("{\"behavior\":\"deny\",\"message\":\"A person said no: not there\"}");
  }

  @Test
  void where_anything_is_allowed_nobody_is_asked_for_a_permission() {
    var free = new ClaudeDialect(Briefs.with(Permissions.ALL));

    var turn = free.heard(PERMISSION);

    assertThat(turn.happenings()).isEmpty();
    assertThat(response(turn).toString()).contains("\"behavior\":\"allow\"");
  }

  @Test
  void questions_are_asked_one_by_one_and_answered_together() {
    var asked = claude.heard(QUESTIONS);
    assertThat(asked.happenings())
        .containsExactly(
            new Asks(
                new Question("fd76/0", Kind.CHOICE, "Which colour?", List.of("red", "blue"), "")),
            new Asks(new Question("fd76/1", Kind.CHOICE, "How large?", List.of("small"), "")));

    assertThat(claude.answered("fd76/0", new Answer.Words("blue")).say()).isEmpty();
    var both = claude.answered("fd76/1", new Answer.Words("huge"));

    assertThat(response(both).toString())
        .contains("\"behavior\":\"allow\"")
        .contains("\"answers\":{\"Which colour?\":\"blue\",\"How large?\":\"huge\"}");
  }

  @Test
  void a_question_that_nobody_answers_takes_the_others_of_its_request_with_it() {
    claude.heard(QUESTIONS);

    var no = claude.answered("fd76/0", new Answer.No("nobody answered in time"));

    assertThat(response(no).toString()).contains("deny");
  }

  @Test
  void a_request_that_it_takes_back_needs_no_answer() {
    claude.heard(PERMISSION);

    var turn = claude.heard("{\"type\":\"control_cancel_request\",\"request_id\":\"fe7c\"}");

    assertThat(turn.happenings()).contains(new AsksNoMore("fe7c"));
    assertThat(claude.answered("fe7c", new Answer.Yes()).say()).isEmpty();
  }

  @Test
  void a_request_that_nobody_knows_is_answered_all_the_same() {
    var turn =
        claude.heard(
            """
            {"type":"control_request","request_id":"x1","request":{"subtype":"dance"}}""");

    assertThat(turn.say().getFirst()).contains("\"subtype\":\"error\"").contains("x1");
  }

  @Test
  void what_it_cost_is_told_exactly_and_without_the_dust_of_binary_sums() {
    var turn =
        claude.heard(
            """
            {"type":"result","subtype":"success","is_error":false,"result":"All done.","total_cost_usd":0.0018120000000000002,"usage":{"input_tokens":300,"cache_creation_input_tokens":0,"cache_read_input_tokens":60,"output_tokens":30}}""");

    assertThat(only(turn, Finished.class).result()).isEqualTo("All done.");
    assertThat(only(turn, Spent.class))
        .isEqualTo(new Spent(new Tokens(300, 60, 30), Optional.of(new BigDecimal("0.001812"))));
  }

  @Test
  void a_limit_of_use_is_told_with_its_end() {
    claude.heard(
        """
        {"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1795662590,"rateLimitType":"five_hour","isUsingOverage":false}}""");

    var turn =
        claude.heard(
            """
            {"type":"result","subtype":"success","is_error":true,"api_error_status":429,"api_error_type":"rate_limit_error","api_error":"usage_limit_reached","result":"You've hit your 5-hour limit · resets 3:09am (UTC)","total_cost_usd":0}""");

    assertThat(only(turn, Failed.class))
        .isEqualTo(
            new Failed(
                Ending.LIMIT_REACHED,
                "Claude Code: You've hit your 5-hour limit · resets 3:09am (UTC)",
                Optional.of(Instant.ofEpochSecond(1_795_662_590L))));
  }

  @Test
  void a_login_that_counts_no_more_is_told_at_once_and_not_after_ten_tries() {
    var turn =
        claude.heard(
            """
            {"type":"system","subtype":"api_retry","attempt":1,"max_retries":10,"retry_delay_ms":572,"error_status":401,"error":"authentication_failed"}""");

    var failed = only(turn, Failed.class);
    assertThat(failed.ending()).isEqualTo(Ending.LOGGED_OUT);
    assertThat(failed.why()).contains("authentication_failed").contains("docs/drivers.md");
  }

  @Test
  void a_model_that_does_not_answer_is_no_fault_of_the_agents() {
    var turn =
        claude.heard(
            """
            {"type":"result","subtype":"success","is_error":true,"api_error_status":529,"result":"API Error: 529 Overloaded"}""");

    assertThat(only(turn, Failed.class).ending()).isEqualTo(Ending.MODEL_UNREACHABLE);
  }

  @Test
  void an_agent_that_gives_up_has_failed() {
    var turn =
        claude.heard(
            """
            {"type":"result","subtype":"error_max_turns","is_error":true,"errors":["too many turns"]}""");

    assertThat(only(turn, Failed.class))
        .returns(Ending.AGENT_FAILED, Failed::ending)
        .satisfies(failed -> assertThat(failed.why()).contains("error_max_turns"));
  }

  @Test
  void garbage_is_shown_and_too_much_of_it_is_a_failure() {
    for (var line = 1; line < Dialect.GARBAGE_MAX; line++) {
      assertThat(claude.heard("\u0000 what is this {").happenings())
          .hasOnlyElementsOfType(Said.class);
    }

    assertThat(only(claude.heard("{\"type\":"), Failed.class).ending())
        .isEqualTo(Ending.AGENT_FAILED);
  }

  @Test
  void lines_of_kinds_that_are_not_known_and_fields_of_the_wrong_kind_are_let_pass() {
    for (var line :
        List.of(
            "{}",
            "{\"type\":7}",
            "{\"type\":\"novelty\",\"x\":[]}",
            "{\"type\":\"assistant\",\"message\":[]}",
            "{\"type\":\"assistant\",\"message\":{\"content\":\"text\",\"usage\":null}}",
            "{\"type\":\"rate_limit_event\"}",
            "{\"type\":\"control_cancel_request\"}")) {
      assertThat(claude.heard(line).say()).isEmpty();
    }
  }

  @Test
  void a_program_that_is_gone_without_a_word_says_its_last_one() {
    assertThat(claude.gone(1, "Error: Not logged in · Please run /login").ending())
        .isEqualTo(Ending.LOGGED_OUT);
    assertThat(claude.gone(137, "").why())
        .contains("exit code 137 and never said that it was done");
    assertThat(claude.gone(137, "").ending()).isEqualTo(Ending.AGENT_FAILED);
  }
}
