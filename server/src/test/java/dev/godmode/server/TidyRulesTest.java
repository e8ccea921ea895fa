package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A person says once that a scope is to be kept tidy, and control does it. */
class TidyRulesTest {

  private static final String RULES = "/api/v1/memory/tidy/rules";

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

  private HttpResponse<String> keepTidy(String scope, String model, String more) {
    return models.control.post(
        RULES,
        "{\"scope\":\"%s\",\"model\":\"%s\",\"at_least\":3%s}".formatted(scope, model, more));
  }

  private void keepTidy() {
    assertThat(keepTidy("stream:shop", "small", "").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> remove(String scope) {
    return models.control.send(models.control.request(RULES + "/" + scope).DELETE());
  }

  private JsonNode rules() {
    return models.control.json(RULES).get("items");
  }

  private String trouble() {
    return rules().at("/0/last/trouble").asString("");
  }

  private JsonNode summaries() {
    return models.control.json("/api/v1/memories?tag=summary").get("items");
  }

  @Test
  void what_is_old_is_summed_up_without_anybody_asking_again() {
    models.rememberOld("say Deploys go wrong.");

    keepTidy();
    models.control.memory.sumUp();

    assertThat(summaries().at("/0/text").stringValue()).startsWith("Deploys go wrong.");
    assertThat(summaries().at("/0/by").stringValue()).isEqualTo("owner");
    assertThat(rules().at("/0/last/summaries").asInt()).isOne();
    assertThat(rules().at("/0/every").stringValue()).isEqualTo("PT24H");
    assertThat(Instant.parse(rules().at("/0/next_at").stringValue()))
        .isAfter(models.control.clock.instant().plus(Duration.ofHours(23)));
    assertThat(models.entries().toString()).contains("memory-tidy of owner");
  }

  @Test
  void a_spent_budget_is_said_and_it_goes_on_when_there_is_money_again() {
    models.rememberOld("say Deploys go wrong.");
    models.control.post(
        "/api/v1/models/prices", "{\"model\":\"small\",\"input\":1000,\"output\":1000}");
    models.control.post("/api/v1/models/budgets", "{\"whom\":\"agent:memory-tidy\",\"cap\":0.01}");
    keepTidy();

    models.control.memory.sumUp();
    assertThat(trouble()).contains("the budget of agent:memory-tidy");
    models.control.memory.sumUp();
    assertThat(models.provider.unheard()).isZero();

    models.control.post("/api/v1/models/budgets", "{\"whom\":\"agent:memory-tidy\",\"cap\":99}");
    models.control.clock.advance(Duration.ofSeconds(31));
    models.control.memory.sumUp();
    assertThat(trouble()).isEmpty();
    assertThat(summaries()).hasSize(1);
  }

  @Test
  void a_question_that_its_provider_refuses_is_this_groups_trouble_and_comes_again_with_the_rule() {
    models.rememberOld("refuse");
    keepTidy();

    models.control.memory.sumUp();
    models.control.clock.advance(Duration.ofHours(1));
    models.control.memory.sumUp();

    assertThat(trouble()).contains("too long a prompt");
    assertThat(models.provider.unheard()).isOne();
    assertThat(summaries()).isEmpty();
  }

  @Test
  void a_model_that_is_no_more_is_looked_for_again_soon() {
    models.rememberOld("say Deploys go wrong.");
    keepTidy();
    models.control.send(models.control.request("/api/v1/models/providers/local").DELETE());

    models.control.memory.sumUp();
    assertThat(trouble()).contains("no model");
    models.add("local", models.provider.url(), "");
    models.control.clock.advance(Duration.ofSeconds(31));
    models.control.memory.sumUp();

    assertThat(summaries()).hasSize(1);
  }

  @Test
  void a_second_rule_replaces_the_first_and_either_is_taken_away_by_its_scope() {
    models.rememberOld("say x");

    assertThat(Json.tree(keepTidy("stream:shop", "small", "").body()).get("instead").asBoolean())
        .isFalse();
    var second = keepTidy("stream:shop", "large", ",\"every\":\"PT12H\"");
    assertThat(Json.tree(second.body()).get("instead").asBoolean()).isTrue();
    assertThat(rules()).singleElement().asString().contains("large", "PT12H");

    assertThat(remove("stream:shpo").body()).contains("did you mean 'stream:shop'");
    assertThat(remove("stream:shop").statusCode()).isEqualTo(204);
    assertThat(remove("stream:shop").statusCode()).isEqualTo(404);
    models.control.memory.sumUp();
    assertThat(models.provider.unheard()).isZero();
  }

  @Test
  void what_makes_no_sense_is_explained_and_no_rule() {
    models.rememberOld("say x");

    assertThat(keepTidy("stream:shpo", "small", "").body()).contains("did you mean 'stream:shop'");
    assertThat(keepTidy("shop", "small", "").statusCode()).isEqualTo(422);
    assertThat(keepTidy("stream:shop", "smal", "").body()).contains("nearest are small");
    assertThat(keepTidy("stream:shop", "smal", "").statusCode()).isEqualTo(422);
    assertThat(keepTidy("stream:shop", "small", ",\"every\":\"PT1S\"").body())
        .contains("every minute at most");
    assertThat(keepTidy("stream:shop", "small", ",\"older_than\":\"PT1M\"").statusCode())
        .isEqualTo(422);
    assertThat(rules()).isEmpty();
  }

  @Test
  void no_attempt_has_a_say() {
    models.rememberOld("say x");
    var attempt = models.attempts.begin("first", "shop");

    assertThat(
            models
                .attempts
                .post(attempt.token(), RULES, "{\"scope\":\"stream:shop\",\"model\":\"small\"}")
                .statusCode())
        .isEqualTo(403);
  }
}
