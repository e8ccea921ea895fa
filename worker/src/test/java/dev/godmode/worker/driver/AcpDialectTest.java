package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.AcpLines.HELLO;
import static dev.godmode.worker.driver.AcpLines.OPENED;
import static dev.godmode.worker.driver.AcpLines.begun;
import static dev.godmode.worker.driver.AcpLines.dialect;
import static dev.godmode.worker.driver.AcpLines.failed;
import static dev.godmode.worker.driver.AcpLines.says;
import static dev.godmode.worker.driver.AcpLines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.task.DriverTerms;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.protocol.task.Ending;
import dev.godmode.worker.door.ModelDoor;
import dev.godmode.worker.driver.Dialect.Turn;
import dev.godmode.worker.driver.Happening.Failed;
import dev.godmode.worker.driver.Happening.Said;
import dev.godmode.worker.driver.Happening.SessionBegan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcpDialectTest {

  @Test
  void it_is_greeted_opened_in_its_workspace_and_given_the_goal() {
    var agent = with(Permissions.ASK);

    var opening = agent.opening();
    var opened = agent.heard(HELLO);
    var begun = agent.heard(OPENED);

    assertThat(opening.lines().getFirst())
        .startsWith("{\"jsonrpc\":\"2.0\"")
        .contains("\"method\":\"initialize\"", "\"protocolVersion\":1", "\"terminal\":false");
    assertThat(opening.variables()).containsEntry("HOME", "/node/sessions/task1/program");
    assertThat(opened.say().getFirst())
        .contains("\"method\":\"session/new\"", "\"cwd\":\"/node/attempts/task1-1-7/work\"")
        .contains("\"mcpServers\":[]");
    assertThat(begun.happenings())
        .containsExactly(new SessionBegan("s-1"), new Said("painter, model large"));
    assertThat(begun.say().getFirst())
        .contains("\"method\":\"session/prompt\"", "\"sessionId\":\"s-1\"", "Make it good.");
  }

  private static final ModelDoor.Key DOOR = new ModelDoor.Key("http://127.0.0.1:4711", "gm-0a1b");

  @Test
  void it_finds_the_fleets_models_by_the_usual_variables() {
    var opening = new AcpDialect(Briefs.admitted(DOOR)).opening();

    assertThat(opening.variables())
        .containsEntry("OPENAI_BASE_URL", "http://127.0.0.1:4711/v1")
        .containsEntry("OPENAI_API_KEY", "gm-0a1b")
        .containsEntry("ANTHROPIC_BASE_URL", "http://127.0.0.1:4711")
        .containsEntry("ANTHROPIC_API_KEY", "gm-0a1b");
  }

  @ParameterizedTest
  @CsvSource({
    "ACP,PAINT,true",
    "ACP,MISTRAL_API_KEY,false",
    "ACP,OPENAI_BASE_URL,false",
    "ACP,CLAUDE_CODE_OAUTH_TOKEN,false",
    "CLAUDE,PAINT,false",
    "COMMAND,PAINT,true",
    "COMMAND,STRIPE_API_KEY,true",
    "COMMAND,ANTHROPIC_API_KEY,false",
    "NOOP,PAINT,false"
  })
  void only_one_that_has_no_model_of_its_own_is_given_the_fleets(
      AgentDriver driver, String variable, boolean wants) {
    assertThat(Dialects.wantsDoor(driver, List.of(variable))).isEqualTo(wants);
  }

  @Test
  void another_version_of_the_protocol_is_told_in_words() {
    var turn =
        with(Permissions.ASK)
            .heard(HELLO.replace("\"protocolVersion\":1", "\"protocolVersion\":2"));

    assertThat(failed(turn))
        .isEqualTo(
            new Failed(
                Ending.AGENT_FAILED,
                "painter speaks version 2 of the Agent Client Protocol; God Mode speaks version 1"));
  }

  @Test
  void it_may_use_controls_own_tools() {
    var agent = dialect(DriverTerms.USUAL, Optional.empty(), Briefs.TOOLS);

    assertThat(agent.heard(HELLO).say().getFirst())
        .contains(
            "\"mcpServers\":[{\"name\":\"godmode\",\"command\":\"/opt/godmode/gm\",\"args\":[\"mcp\"],\"env\":[{\"name\":\"GODMODE_CREDENTIAL\",\"value\":\"/node/a/credential\"}");
  }

  @Test
  void the_model_of_the_profile_is_chosen_before_the_goal_is_given() {
    var agent =
        dialect(new DriverTerms(Optional.of("small"), Permissions.ASK), Optional.empty(), Map.of());
    agent.heard(HELLO);

    var choosing = agent.heard(OPENED);
    var begun = agent.heard("{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"configOptions\":[]}}");

    assertThat(choosing.say())
        .singleElement()
        .asString()
        .contains("session/set_config_option", "\"configId\":\"model\"", "\"value\":\"small\"");
    assertThat(begun.say().getFirst()).contains("session/prompt");
  }

  private static final String WITH_MODES =
      """
      {"id":2,"result":{"sessionId":"s-1","configOptions":[{"id":"mode","name":"Mode","category":"mode","type":"select","currentValue":"auto","options":[{"value":"%s","name":"Manual"},{"value":"auto","name":"Auto"}]}]}}""";

  @Test
  void it_is_told_to_ask_before_the_goal_is_given_whatever_its_usual_mode_is() {
    var agent = with(Permissions.ALL);
    agent.heard(HELLO);

    var choosing = agent.heard(WITH_MODES.formatted("default"));
    var begun = agent.heard("{\"id\":4,\"result\":{\"configOptions\":[]}}");

    assertThat(choosing.say())
        .singleElement()
        .asString()
        .contains("session/set_config_option", "\"configId\":\"mode\"", "\"value\":\"default\"");
    assertThat(begun.say().getFirst()).contains("session/prompt");
  }

  @Test
  void an_agent_whose_modes_are_no_options_is_told_to_ask_too() {
    var agent = with(Permissions.ASK);
    agent.heard(HELLO);

    var choosing =
        agent.heard(
            "{\"id\":2,\"result\":{\"sessionId\":\"s-1\",\"modes\":{\"currentModeId\":\"yolo\",\"availableModes\":[{\"id\":\"default\",\"name\":\"Default\"},{\"id\":\"yolo\",\"name\":\"All\"}]}}}");

    assertThat(choosing.say())
        .singleElement()
        .asString()
        .contains("session/set_mode", "\"modeId\":\"default\"");
  }

  @Test
  void where_none_of_its_modes_is_known_to_ask_the_log_says_so() {
    var agent = with(Permissions.ASK);
    agent.heard(HELLO);

    var begun = agent.heard(WITH_MODES.formatted("build"));

    assertThat(begun.say().getFirst()).contains("session/prompt");
    assertThat(begun.happenings())
        .contains(
            new Said(
                "of its modes (build, auto) none is known as one in which it asks: what it asks for is its own settings' to say"));
  }

  @Test
  void a_model_that_it_has_not_is_told_with_those_it_has() {
    var agent =
        dialect(new DriverTerms(Optional.of("huge"), Permissions.ASK), Optional.empty(), Map.of());
    agent.heard(HELLO);

    assertThat(failed(agent.heard(OPENED)).why())
        .isEqualTo("painter has no model 'huge'; it has large, small");
  }

  @Test
  void an_agent_that_lets_nobody_choose_a_model_says_what_to_do() {
    var agent =
        dialect(new DriverTerms(Optional.of("huge"), Permissions.ASK), Optional.empty(), Map.of());
    agent.heard(HELLO);

    assertThat(failed(agent.heard("{\"id\":2,\"result\":{\"sessionId\":\"s-1\"}}")).why())
        .contains("lets nobody choose a model", "'model: huge'");
  }

  @Test
  void a_conversation_is_taken_up_again_and_what_was_said_in_it_is_not_heard_twice() {
    var agent = dialect(DriverTerms.USUAL, Optional.of("s-0"), Map.of());

    var loading = agent.heard(HELLO);
    var replayed = says(agent, "Said before.\\n");
    var begun = agent.heard("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}");

    assertThat(loading.say().getFirst()).contains("session/load", "\"sessionId\":\"s-0\"");
    assertThat(replayed).isEqualTo(Turn.NOTHING);
    assertThat(begun.happenings()).contains(new SessionBegan("s-0"));
    assertThat(begun.say().getFirst()).contains("session/prompt", "\"sessionId\":\"s-0\"");
  }

  @Test
  void one_that_can_resume_does_not_load() {
    var agent = dialect(DriverTerms.USUAL, Optional.of("s-0"), Map.of());

    assertThat(
            agent
                .heard(
                    HELLO.replace(
                        "\"loadSession\":true", "\"sessionCapabilities\":{\"resume\":{}}"))
                .say()
                .getFirst())
        .contains("session/resume");
  }

  @Test
  void a_conversation_that_cannot_be_taken_up_is_begun_anew() {
    var lost = dialect(DriverTerms.USUAL, Optional.of("s-0"), Map.of());
    lost.heard(HELLO);
    var unable = dialect(DriverTerms.USUAL, Optional.of("s-0"), Map.of());

    var anew =
        lost.heard(
            "{\"id\":3,\"error\":{\"code\":-32002,\"message\":\"Resource not found\",\"data\":{\"details\":\"s-0\"}}}");
    var afresh = unable.heard(HELLO.replace("true", "false"));

    assertThat(anew.say().getFirst()).contains("session/new");
    assertThat(anew.happenings())
        .containsExactly(
            new Said("the conversation of before is begun anew: Resource not found: s-0"));
    assertThat(afresh.say().getFirst()).contains("session/new");
  }

  @Test
  void an_agent_without_a_login_waits_for_one() {
    var agent = with(Permissions.ASK);
    agent.heard(HELLO);

    var turn =
        agent.heard(
            "{\"id\":2,\"error\":{\"code\":-32000,\"message\":\"Authentication required\"}}");

    assertThat(failed(turn).ending()).isEqualTo(Ending.LOGGED_OUT);
  }

  @Test
  void trouble_of_its_model_is_sorted_by_its_words() {
    var turn =
        begun(Permissions.ASK)
            .heard(
                "{\"id\":5,\"error\":{\"code\":-32603,\"message\":\"Internal error\",\"data\":{\"details\":\"connection refused\"}}}");

    assertThat(failed(turn).ending()).isEqualTo(Ending.MODEL_UNREACHABLE);
  }

  @Test
  void one_that_goes_without_a_word_has_failed() {
    assertThat(begun(Permissions.ASK).gone(3, "Segmentation fault").why())
        .isEqualTo(
            "painter: it ended with exit code 3 and never said that it was done. Its last words: Segmentation fault");
  }

  @Test
  void lines_that_mean_nothing_are_shown() {
    assertThat(begun(Permissions.ASK).heard("npm warn deprecated").happenings())
        .isEqualTo(List.of(new Said("npm warn deprecated")));
  }
}
