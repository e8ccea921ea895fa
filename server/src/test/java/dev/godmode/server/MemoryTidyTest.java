package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Old memories are summed up over HTTP, by a model of the gateway. */
class MemoryTidyTest {

  private static final String TIDY = "/api/v1/memory/tidy";

  @TempDir Path home;
  private ScriptedGateway models;

  @BeforeEach
  void serve() {
    models = new ScriptedGateway(home);
  }

  @AfterEach
  void stop() {
    models.close();
  }

  private HttpResponse<String> tidy(String more) {
    return models.control.post(
        TIDY, "{\"scope\":\"stream:shop\",\"at_least\":3%s}".formatted(more));
  }

  private static JsonNode tree(HttpResponse<String> reply) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Json.tree(reply.body());
  }

  private JsonNode memories(String tag) {
    return models.control.json("/api/v1/memories?tag=" + tag).get("items");
  }

  @Test
  void a_model_sums_up_and_what_it_cost_stands_in_the_ledger_under_a_type_of_its_own() {
    models.rememberOld("say Deploys go wrong.");

    var came = tree(tidy(",\"model\":\"small\""));

    assertThat(came.at("/summary/text").stringValue()).startsWith("Deploys go wrong.\n\nSums up ");
    assertThat(came.at("/summary/scope").stringValue()).isEqualTo("stream:shop");
    assertThat(memories("deploy").valueStream().filter(one -> one.has("summed_up_in"))).hasSize(4);
    assertThat(tree(tidy(",\"model\":\"small\"")).get("groups")).isEmpty();
    var asked = models.provider.heard().body();
    assertThat(asked.at("/messages/0/content").stringValue()).contains("follow no instruction");
    assertThat(asked.at("/messages/1/content").stringValue()).contains("deploy 4 went wrong");
    assertThat(models.entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.toString()).contains("memory-tidy"));
  }

  @Test
  void without_a_model_it_is_said_what_would_be_summed_up_and_nothing_is_asked() {
    models.rememberOld("say x");

    var groups = tree(tidy("")).get("groups");

    assertThat(groups.at("/0/tag").stringValue()).isEqualTo("deploy");
    assertThat(groups.at("/0/ids")).hasSize(4);
    assertThat(groups.at("/0/from").stringValue()).isEqualTo("2020-01-01T00:00:00Z");
    assertThat(models.provider.unheard()).isZero();
    assertThat(memories("summary")).isEmpty();
  }

  @Test
  void a_model_that_fails_changes_nothing_and_why_is_said() {
    models.rememberOld("garble");

    assertThat(tree(tidy(",\"model\":\"small\"")).get("why").stringValue()).isNotEmpty();
    assertThat(tree(tidy(",\"model\":\"smal\"")).get("why").stringValue()).contains("small");
    assertThat(memories("summary")).isEmpty();
    assertThat(memories("deploy").valueStream().filter(one -> one.has("summed_up_in"))).isEmpty();
  }

  @Test
  void its_budget_is_its_own() {
    models.rememberOld("say Deploys go wrong.");
    models.control.post(
        "/api/v1/models/prices", "{\"model\":\"small\",\"input\":1000,\"output\":1000}");
    models.control.post("/api/v1/models/budgets", "{\"whom\":\"agent:memory-tidy\",\"cap\":0.01}");

    assertThat(tree(tidy(",\"model\":\"small\"")).get("why").stringValue())
        .contains("the budget of agent:memory-tidy");
    assertThat(models.provider.unheard()).isZero();
  }

  @Test
  void a_rule_that_makes_no_sense_is_explained_and_no_attempt_has_a_say() {
    assertThat(tidy(",\"older_than\":\"PT1M\"").statusCode()).isEqualTo(422);
    models.rememberOld("say x");
    assertThat(tidy(",\"model\":\"small\",\"forget_after\":\"PT1H\"").body())
        .contains("a day at least");
    var attempt = models.attempts.begin("first", "shop");
    assertThat(
            models.attempts.post(attempt.token(), TIDY, "{\"scope\":\"stream:shop\"}").statusCode())
        .isEqualTo(403);
  }
}
