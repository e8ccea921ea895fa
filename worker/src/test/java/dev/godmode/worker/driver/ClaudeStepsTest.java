package dev.godmode.worker.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.worker.driver.Happening.StepBegan;
import dev.godmode.worker.driver.Happening.StepEnded;
import org.junit.jupiter.api.Test;

/** What of Claude Code's tools is told step by step. */
class ClaudeStepsTest {

  private final Dialect claude = new ClaudeDialect(Briefs.USUAL);

  @Test
  void a_tool_is_a_step_from_its_use_to_its_outcome() {
    var began =
        claude.heard(
            """
            {"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"mvn test","description":"a step"}}]}}""");
    var ended =
        claude.heard(
            """
            {"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":"no such file"}]}}""");

    assertThat(began.happenings()).contains(new StepBegan("toolu_1", "Bash", "mvn test"));
    assertThat(ended.happenings()).contains(new StepEnded("toolu_1", true));
  }

  @Test
  void controls_own_tools_are_no_steps_of_the_program() {
    var use =
        claude.heard(
            """
            {"type":"assistant","message":{"id":"m1","content":[{"type":"tool_use","id":"t","name":"mcp__godmode__memory_recall","input":{"query":"x"}}]}}""");

    assertThat(use.happenings()).doesNotHaveAnyElementsOfTypes(StepBegan.class);
  }

  @Test
  void a_tool_is_told_by_the_argument_that_says_it_all() {
    var question = used("{\"questions\":[{\"question\":\"Which colour?\",\"options\":[]}]}");
    var unknown = used("{\"left\":1,\"right\":2}");

    assertThat(question.what()).isEqualTo("Which colour?");
    assertThat(unknown.what()).isEqualTo("{\"left\":1,\"right\":2}");
    assertThat(used("{}").what()).isEmpty();
  }

  @Test
  void a_secret_at_the_end_of_what_is_shown_is_told_whole_so_that_it_can_be_struck_out() {
    var command = "x".repeat(495) + "a-secret-of-many-letters";

    assertThat(used("{\"command\":\"%s\"}".formatted(command)).what()).isEqualTo(command);
  }

  private StepBegan used(String input) {
    var line =
        "{\"type\":\"assistant\",\"message\":{\"id\":\"m1\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Any\",\"input\":%s}]}}"
            .formatted(input);
    return claude.heard(line).happenings().stream()
        .filter(StepBegan.class::isInstance)
        .map(StepBegan.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
