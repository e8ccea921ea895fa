package dev.godmode.server;

import static dev.godmode.server.ScriptedGateway.body;
import static dev.godmode.server.ScriptedGateway.code;
import static dev.godmode.server.ScriptedGateway.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.server.replica.RunningReplica;
import dev.godmode.testkit.model.ScriptedModels;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replica of the gateway, its control and its providers, over all their connections. */
@Timeout(60)
class ReplicaFlowTest {

  @TempDir Path home;
  private ScriptedGateway gateway;
  private ServedControl control;
  private RunningReplica replica;

  @BeforeEach
  void serve() {
    gateway = new ScriptedGateway(home.resolve("control"));
    control = gateway.control;
    replica = new RunningReplica(newCode(), home.resolve("replica"));
    await(() -> chat("small", "say ready").statusCode() == 200);
  }

  @AfterEach
  void stop() {
    replica.close();
    gateway.close();
  }

  private String newCode() {
    return Json.tree(control.post("/api/v1/models/replicas/code", "{}").body())
        .get("code")
        .stringValue();
  }

  private static void await(BooleanSupplier so) {
    while (!so.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private HttpResponse<String> ask(String token, String body) {
    var request =
        HttpRequest.newBuilder(replica.url("/v1/chat/completions"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body));
    return control.send(request);
  }

  private HttpResponse<String> chat(String model, String words) {
    return ask(control.token(), body(model, words, false));
  }

  private List<String> ledger() {
    return gateway.entries().stream().map(entry -> entry.get("text").stringValue()).toList();
  }

  @Test
  void a_replica_answers_as_control_does() {
    var here = gateway.chat("small", "say hello there");
    var there = chat("small", "say hello there");

    assertThat(there.headers().firstValue("X-GodMode-Provider")).contains("local");
    assertThat(Json.tree(there.body()).at("/choices"))
        .isEqualTo(Json.tree(here.body()).at("/choices"));
  }

  @Test
  void a_stream_comes_to_its_end() {
    assertThat(ask(control.token(), body("small", "say one two three", true)).body())
        .contains("\"one \"", "\"two \"", "\"three\"")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void what_it_was_asked_stands_in_control_s_ledger() {
    chat("large", "say one two");

    await(() -> ledger().stream().anyMatch(text -> text.startsWith("owner asked large of local")));
  }

  @Test
  void an_attempt_asks_under_its_own_name_as_long_as_its_lease_lives() {
    var begun = gateway.attempts.begin("asker", "shop");
    assertThat(ask(begun.token(), body("small", "say hello", false)).statusCode()).isEqualTo(200);
    await(() -> ledger().stream().anyMatch(text -> text.contains("attempt:" + begun.attempt())));

    gateway.attempts.end(begun.attempt());

    await(() -> ask(begun.token(), body("small", "say hello", false)).statusCode() == 401);
  }

  @Test
  void who_shows_nothing_and_who_shows_nonsense_is_told_so() {
    var request = HttpRequest.newBuilder(replica.url("/v1/models")).GET();

    assertThat(control.send(request).statusCode()).isEqualTo(401);
    assertThat(ask("nonsense", body("small", "say hello", false)).statusCode()).isEqualTo(401);
  }

  @Test
  void a_budget_holds_over_all_of_them() {
    control.post("/api/v1/models/prices", "{\"model\":\"small\",\"input\":0,\"output\":1000000}");
    control.post("/api/v1/models/budgets", "{\"whom\":\"all\",\"cap\":20}");
    var four =
        "{\"model\":\"small\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"say a b c d\"}]}";
    await(() -> ask(control.token(), four).headers().firstValue("X-GodMode-Provider").isPresent());
    await(() -> spent() >= 4);
    while (spent() <= 10) {
      var before = spent();
      control.post("/v1/chat/completions", four);
      await(() -> spent() > before);
    }

    var refused = ask(control.token(), four);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(code(refused)).isEqualTo("insufficient_quota");
  }

  private double spent() {
    return control.json("/api/v1/models").at("/budgets/0/spent").doubleValue();
  }

  @Test
  void a_provider_gets_its_key() throws IOException {
    var file = Files.writeString(home.resolve("control/secrets.env"), "local-key=sesame\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    control.secrets.runOnce();
    gateway.add("keyed", gateway.provider.url(), ",\"key\":\"secret://local-key\"");

    await(() -> chat("keyed/small", "say hello").statusCode() == 200);

    await(
        () -> "Bearer sesame".equals(gateway.provider.heard().headers().getFirst("Authorization")));
  }

  @Test
  void a_provider_on_a_node_is_asked_through_control() {
    try (var models = new ScriptedModels(0, List.of("local-only"));
        var node = OfferingNode.join(control, home.resolve("worker"), models)) {
      await(() -> chat("local-only", "say hello").statusCode() == 200);
      var reply = chat("local-only", "say one two");

      assertThat(reply.headers().firstValue("X-GodMode-Provider")).contains(node.provider());
      assertThat(ask(control.token(), body("local-only", "say one two", true)).body())
          .contains("\"one \"")
          .endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void a_model_that_is_not_there_is_told_with_the_nearest() {
    var reply = chat("smal", "say hello");

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(words(reply)).contains("small");
  }

  @Test
  void people_see_it_beside_the_providers() {
    await(() -> control.json("/api/v1/models").at("/replicas/0/name").asString("").equals("forge"));
  }

  @Test
  void one_whose_code_was_replaced_lets_nobody_in_anew() {
    newCode();

    await(() -> replica.trouble().isPresent());

    assertThat(replica.trouble().orElseThrow()).contains("gm models replicas --code");
    var begun = gateway.attempts.begin("asker", "shop");
    var reply = ask(begun.token(), body("small", "say hello", false));
    assertThat(reply.statusCode()).isEqualTo(503);
  }

  @Test
  void its_routes_are_for_replicas_alone() {
    var begun = gateway.attempts.begin("asker", "shop");

    assertThat(gateway.attempts.post(begun.token(), "/api/v1/gateway/keys", "{}").statusCode())
        .isEqualTo(404);
    assertThat(control.post("/api/v1/gateway/keys", "{}").statusCode()).isEqualTo(404);
  }
}
