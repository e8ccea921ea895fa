package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.ControlMessage.LogConfirm;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.stream.StepReport;
import dev.godmode.protocol.stream.WorkerMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an attempt does, as people see it afterwards. */
class StepTest {

  private static final String RECALL =
      """
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":{"query":"how do we deploy?"}}}""";

  @TempDir Path home;
  private ScriptedGateway gateway;
  private RunningAttempts.Begun mine;
  private int lines;

  @BeforeEach
  void an_attempt_runs() {
    gateway = new ScriptedGateway(home);
    mine = gateway.attempts.begin("build the docs", "shop");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private JsonNode steps() {
    return gateway.control.json("/api/v1/tasks/%s/steps".formatted(mine.attempt().task()));
  }

  private List<JsonNode> items() {
    return steps().get("items").valueStream().toList();
  }

  private void tells(StepReport step) {
    gateway.attempts.worker.say(new WorkerMessage.Stepped(mine.attempt(), step));
    // What was said before a line of the log is known when that is confirmed.
    var line = new LogLine(++lines, Instant.EPOCH, LogLine.Source.STDOUT, "told", false);
    gateway.attempts.worker.say(
        new WorkerMessage.Logged(mine.attempt(), LogChunks.encode(lines, List.of(line))));
    gateway.attempts.worker.await(LogConfirm.class);
  }

  private static StepReport bash(Optional<Duration> took) {
    return new StepReport("t1", "Bash", "mvn test", Duration.ofSeconds(40), took, false);
  }

  @Test
  void a_model_that_was_asked_is_a_step_with_its_tokens() {
    gateway.attempts.post(
        mine.token(), "/v1/chat/completions", ScriptedGateway.body("small", "say one two", false));

    assertThat(items())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.get("kind").stringValue()).isEqualTo("model");
              assertThat(step.get("name").stringValue()).isEqualTo("small");
              assertThat(step.get("detail").stringValue()).isEqualTo("local");
              assertThat(step.get("output_tokens").intValue()).isEqualTo(2);
              assertThat(step.get("ended_at").stringValue()).isNotEmpty();
            });
  }

  @Test
  void what_people_ask_of_models_is_nobodys_step() {
    gateway.chat("small", "say hello");

    assertThat(items()).isEmpty();
  }

  @Test
  void a_tool_of_the_fleet_is_a_step_and_says_whether_it_failed() {
    gateway.attempts.post(mine.token(), "/mcp", RECALL.formatted("memory_recall"));
    gateway.attempts.post(
        mine.token(), "/mcp", RECALL.formatted("memory_recall").replace("query", "quarry"));

    assertThat(items()).hasSize(2);
    assertThat(items())
        .allSatisfy(step -> assertThat(step.get("kind").stringValue()).isEqualTo("fleet"));
    assertThat(items()).extracting(step -> step.get("failed").booleanValue()).contains(true, false);
    assertThat(items().getFirst().get("detail").stringValue()).contains("how do we deploy?");
  }

  @Test
  void a_tool_of_its_own_is_shown_while_it_is_used_and_when_it_is_done() {
    tells(bash(Optional.empty()));
    var running = items().getFirst();
    tells(bash(Optional.of(Duration.ofSeconds(30))));
    var done = items();

    assertThat(running.has("ended_at")).isFalse();
    assertThat(done).hasSize(1);
    var began = Instant.parse(done.getFirst().get("began_at").stringValue());
    assertThat(Instant.parse(done.getFirst().get("ended_at").stringValue()))
        .isBetween(began.plusSeconds(29), began.plusSeconds(31));
  }

  @Test
  void a_worker_whose_times_cannot_be_is_not_believed() {
    tells(
        new StepReport(
            "t1",
            "Bash",
            "ls",
            Duration.ofSeconds(-5),
            Optional.of(Duration.ofDays(4_000_000)),
            false));

    var step = items().getFirst();
    assertThat(step.get("ended_at")).isEqualTo(step.get("began_at"));
  }

  @Test
  void the_time_before_its_program_began_is_told_as_well() {
    assertThat(steps().get("attempt").intValue()).isEqualTo(1);
    assertThat(steps().get("leased_at").stringValue()).isNotEmpty();
    assertThat(steps().get("started_at").stringValue()).isNotEmpty();
    assertThat(steps().get("more").booleanValue()).isFalse();
  }

  @Test
  void who_asks_for_an_attempt_that_there_was_not_is_told_how_many_there_were() {
    var task = "/api/v1/tasks/%s/steps".formatted(mine.attempt().task());

    var second = gateway.control.get(task + "?attempt=2");

    assertThat(second.statusCode()).isEqualTo(404);
    assertThat(second.body()).contains("has had 1");
    assertThat(gateway.control.get(task + "?attempt=0").statusCode()).isEqualTo(422);
    assertThat(gateway.control.get("/api/v1/tasks/none/steps").statusCode()).isEqualTo(404);
  }
}
