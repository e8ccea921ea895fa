package dev.godmode.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.Lifecycle.Serving;
import dev.godmode.protocol.task.Limits;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.ScalingRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServesReaderTest {

  @Test
  void an_agent_may_say_which_models_its_program_serves_and_how_many_of_it_there_may_be() {
    var profiles =
        read(
            """
            command: llama-server --port "$GODMODE_PORT" -m /models/qwen3-8b.gguf
            skills: [gpu]
            serves:
              models: [qwen3-8b, qwen3]
              min: 1
              max: 3
              target_queue: 2
              idle: 30s
            """);

    assertThat(profiles.problems()).isEmpty();
    var llama = profiles.byFile().get("llama.yaml");
    assertThat(llama)
        .isNotNull()
        .satisfies(
            own ->
                assertThat(own.lifecycle())
                    .isEqualTo(
                        new Serving(
                            List.of("qwen3-8b", "qwen3"),
                            new ScalingRule(
                                1, 3, Optional.of(2), Optional.empty(), Duration.ofSeconds(30)))))
        .satisfies(own -> assertThat(own.limits()).isEqualTo(Limits.OF_A_LONG_LIFE))
        .satisfies(own -> assertThat(own.loss()).isEqualTo(LossPolicy.MOVE_AT_ONCE));
  }

  @Test
  void one_of_it_that_goes_when_nobody_asks_for_ten_minutes_is_usual() {
    var profiles = read("command: serve\nserves: {models: small}\n");

    assertThat(profiles.byFile().values())
        .singleElement()
        .satisfies(
            own ->
                assertThat(own.lifecycle())
                    .isEqualTo(
                        new Serving(
                            List.of("small"),
                            new ScalingRule(
                                0, 1, Optional.of(4), Optional.empty(), Duration.ofMinutes(10)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{max: 2}                            | it needs 'models': the names that it is asked for, like [qwen3-8b]",
        "{models: []}                        | it needs 'models': the names that it is asked for, like [qwen3-8b]",
        "{models: [a, a]}                    | a model's name can be read and is there once; were [a, a]",
        "{models: a, min: 3, max: 2}         | min must be 0 or more, max 1 to 100000 and not less than min; were 3 and 2",
        "{models: a, max: 0}                 | min must be 0 or more, max 1 to 100000 and not less than min; were 0 and 0",
        "{models: a, max: 101}               | max is 100 at most, was 101",
        "{models: a, max: two}               | max: is a whole number, was 'two'",
        "{models: a, target_queue: 0}        | target_queue: is a whole number from 1, was '0'",
        "{models: a, idle: soon}             | idle: a duration is written like 30s, 5m or 1h30m, was 'soon'",
        "{models: a, cool_down: 5s}          | unknown key 'cool_down'; known are idle, max, min, models, target_queue"
      })
  void what_is_wrong_is_told_with_its_line(String said, String problem) {
    assertThat(read("command: serve\nserves: %s\n".formatted(said)).problems())
        .extracting(ProfileProblem::toString)
        .containsExactly("llama.yaml:2: " + problem);
  }

  @Test
  void what_makes_no_sense_beside_it_must_go() {
    var text =
        """
        command: serve
        serves: {models: small}
        persistent: {node: forge}
        scaling: {max: 2}
        checks: ["true"]
        container: {image: 'debian:13'}
        driver: claude
        """;

    assertThat(read(text).problems())
        .extracting(ProfileProblem::toString)
        .contains(
            "llama.yaml:3: how long servers live is said by 'serves': 'persistent' or 'serves' must go",
            "llama.yaml:4: how many servers there are is said by 'serves': 'scaling' or 'serves' must go",
            "llama.yaml:5: a server never ends well, so there is nothing to check: 'checks' or 'serves' must go",
            "llama.yaml:6: nothing comes into a container, so a server in one is not reached: 'container' or 'serves' must go",
            "llama.yaml:7: a server of models is a command: 'driver' or 'serves' must go");
  }

  @Test
  void it_needs_a_command_and_a_name_that_can_be_a_services() {
    assertThat(read("type: My_Llama\nserves: {models: small}\n").problems())
        .extracting(ProfileProblem::toString)
        .containsExactly(
            "llama.yaml:2: it needs a 'command' that serves at the port GODMODE_PORT of this very machine",
            "llama.yaml:2: what serves models has a type of 1 to 26 small letters, digits, dots and dashes, was 'My_Llama'");
  }

  private static AgentProfiles read(String text) {
    return AgentProfiles.read(
        List.of(new ProfileText("llama.yaml", text)), List.of(), AgentProfiles.NONE);
  }
}
