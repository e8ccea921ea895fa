package dev.godmode.server;

import static dev.godmode.server.ScriptedGateway.body;
import static dev.godmode.server.ScriptedGateway.code;
import static dev.godmode.server.ScriptedGateway.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.DeclareAgents;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentProfileBuilder;
import dev.godmode.protocol.task.Lifecycle.Serving;
import dev.godmode.protocol.task.ScalingRule;
import dev.godmode.testkit.model.ScriptedModels;
import dev.godmode.worker.service.OwnServers;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Servers of models that come and go, as people and their programs meet them. */
@Timeout(60)
class ServingFlowTest {

  private static final String CHAT = "/v1/chat/completions";

  @TempDir Path home;
  private ServedControl control;

  @BeforeEach
  void serve() {
    control = new ServedControl(home.resolve("control"));
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private void declare(String... skills) {
    var rule = new ScalingRule(0, 2, Optional.of(4), Optional.empty(), Duration.ofMinutes(10));
    control.order(
        new DeclareAgents(
            List.of(
                AgentProfileBuilder.from(AgentProfile.shell("llama"))
                    .command(List.of("llama-server"))
                    .skills(Set.of(skills))
                    .lifecycle(new Serving(List.of("qwen3-8b"), rule))
                    .build())));
    look();
  }

  /** What control does each second. */
  private void look() {
    control.models.servers().runOnce();
  }

  private JsonNode shown() {
    return control.json("/api/v1/models").at("/servings/0");
  }

  private HttpResponse<String> ask() {
    return control.post(CHAT, body("qwen3-8b", "say hello there", false));
  }

  /** Somebody asks, and it is known that they do. */
  private <T> CompletableFuture<HttpResponse<T>> asking(boolean streams, BodyHandler<T> handler) {
    var coming =
        control
            .http()
            .sendAsync(
                control
                    .request(CHAT)
                    .POST(BodyPublishers.ofString(body("qwen3-8b", "say x", streams)))
                    .build(),
                handler);
    while (shown().at("/scaling/queued").intValue() == 0) {
      look();
    }
    return coming;
  }

  @Test
  void a_model_that_nobody_has_yet_is_listed_with_whose_it_is_and_the_rule() {
    declare();

    assertThat(control.json("/v1/models").at("/data/0/id").stringValue()).isEqualTo("qwen3-8b");
    assertThat(control.get("/v1/models/qwen3-8b").statusCode()).isEqualTo(200);
    assertThat(shown().at("/scaling/type").stringValue()).isEqualTo("llama");
    assertThat(shown().at("/scaling/rule/max").intValue()).isEqualTo(2);
    assertThat(shown().at("/scaling/desired").intValue()).isZero();
    assertThat(shown().get("servers")).isEmpty();
  }

  @Test
  void what_would_be_decided_is_told_beside_agents_that_are_scaled_by_tasks() {
    declare();

    var would = control.json("/api/v1/scaling/llama?queue=9");

    assertThat(would.get("next").intValue()).isEqualTo(2);
    assertThat(would.get("why").stringValue()).isEqualTo("9 calls, 4 for each; max is 2");
    assertThat(control.json("/api/v1/scaling").at("/items/0/type").stringValue())
        .isEqualTo("llama");
  }

  @Test
  void what_no_node_can_take_is_refused_with_the_reason_and_when_to_try_again() {
    declare("gpu");
    try (var worker = control.enrolled("pi").join()) {
      var first = asking(false, BodyHandlers.ofString());
      look();

      var reply = first.join();

      assertThat(worker.heardNothing()).isTrue();
      assertThat(reply.statusCode()).isEqualTo(503);
      assertThat(code(reply)).isEqualTo("providers_down");
      assertThat(words(reply)).contains("no server of 'qwen3-8b' can come up", "llama-1", "gpu");
      assertThat(reply.headers().firstValue("Retry-After")).isPresent();
      assertThat(reply.headers().firstValue("x-should-retry")).contains("true");
      assertThat(ask().statusCode()).as("the next one, at once").isEqualTo(503);
    }
  }

  @Test
  void a_question_that_makes_no_sense_starts_nothing() {
    declare();

    var reply = control.post(CHAT, "{\"model\":\"qwen3-8b\"}");
    look();

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(words(reply)).contains("'messages' is missing");
    assertThat(shown().get("servers")).isEmpty();
  }

  @Test
  void tokens_are_counted_without_a_server() {
    declare();

    var reply =
        control.post(
            "/v1/messages/count_tokens",
            "{\"model\":\"qwen3-8b\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    look();

    assertThat(Json.tree(reply.body()).get("input_tokens").intValue()).isPositive();
    assertThat(shown().get("servers")).isEmpty();
  }

  @Test
  void while_its_server_starts_a_streams_client_is_kept_and_is_seen_to_go() throws IOException {
    declare();
    try (var worker = control.enrolled("forge").join()) {
      var coming = asking(true, BodyHandlers.ofInputStream());
      var assignment = worker.await(ControlMessage.Assign.class).assignment();
      assertThat(assignment.keep()).contains("llama-1");
      assertThat(assignment.serves()).containsExactly("qwen3-8b");

      try (var stream = coming.join().body()) {
        assertThat(new String(stream.readNBytes(13), StandardCharsets.UTF_8))
            .isEqualTo(": still at it");
      }

      while (shown().at("/scaling/queued").intValue() > 0) {
        look();
      }
      assertThat(shown().get("servers")).as("it may be asked yet").hasSize(1);
    }
  }

  @Test
  void a_server_is_asked_for_what_its_profile_says_whatever_it_calls_that() throws IOException {
    declare();
    var own = new OwnServers();
    try (var berth = own.open("llama-1", List.of("qwen3-8b"));
        var program = new ScriptedModels(berth.port().orElseThrow(), List.of("model.gguf"));
        var node = OfferingNode.join(control, home.resolve("worker"), own, "llama-1")) {
      var reply = ask();

      assertThat(reply.body()).contains("hello there");
      assertThat(reply.headers().firstValue("X-GodMode-Provider")).contains(node.provider());
      assertThat(program.heard().body().get("model").stringValue()).isEqualTo("qwen3-8b");
      assertThat(control.json("/v1/models").get("data")).hasSize(1);
    }
  }
}
