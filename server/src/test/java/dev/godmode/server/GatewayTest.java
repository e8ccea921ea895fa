package dev.godmode.server;

import static dev.godmode.server.ScriptedGateway.body;
import static dev.godmode.server.ScriptedGateway.code;
import static dev.godmode.server.ScriptedGateway.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway on its port, with providers that say what they are told to. */
class GatewayTest {

  @TempDir Path home;
  private ScriptedGateway gateway;

  @BeforeEach
  void serve() {
    gateway = new ScriptedGateway(home);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void a_chat_is_answered_by_the_provider_that_has_the_model() {
    var reply = gateway.chat("small", "say hello there");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("X-GodMode-Provider")).contains("local");
    var answer = Json.tree(reply.body());
    assertThat(answer.at("/choices/0/message/content").stringValue()).isEqualTo("hello there");
    assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(2);
  }

  @Test
  void fields_that_nobody_here_knows_reach_the_provider_and_come_back() {
    gateway.control.post(
        "/v1/chat/completions",
        "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"say"
            + " x\"}],\"min_p\":0.05,\"logit_bias\":{\"5\":1}}");

    var heard = gateway.provider.heard().body();
    assertThat(heard.get("min_p").doubleValue()).isEqualTo(0.05);
    assertThat(heard.at("/logit_bias/5").intValue()).isEqualTo(1);
  }

  @Test
  void a_stream_comes_word_by_word_and_ends_properly() {
    var reply = gateway.stream("say one two three");

    assertThat(reply.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(reply.body())
        .contains("\"one \"", "\"two \"", "\"three\"")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void usage_is_counted_always_and_told_to_those_who_asked() {
    var without = gateway.stream("say one two");
    var with =
        gateway.control.post(
            "/v1/chat/completions",
            "{\"model\":\"small\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"say"
                + " one two\"}]}");

    assertThat(without.body()).doesNotContain("usage");
    assertThat(with.body()).contains("\"usage\":{\"prompt_tokens\":11");
    assertThat(gateway.entries())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.get("text").stringValue())
                    .isEqualTo("owner asked small of local (2 times): 22 tokens in, 4 out"));
  }

  @Test
  void tools_are_called_by_the_model() {
    var reply =
        gateway.control.post(
            "/v1/chat/completions",
            "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"call\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{}}}]}");

    var call = Json.tree(reply.body()).at("/choices/0/message/tool_calls/0/function");
    assertThat(call.get("name").stringValue()).isEqualTo("weather");
    assertThat(call.get("arguments").stringValue()).isEqualTo("{\"city\":\"Paris\"}");
  }

  @Test
  void embeddings_come_in_the_form_that_was_asked_for() {
    var floats =
        Json.tree(
                gateway
                    .control
                    .post("/v1/embeddings", "{\"model\":\"small\",\"input\":[\"a\",\"b\"]}")
                    .body())
            .get("data");
    var packed =
        Json.tree(
                gateway
                    .control
                    .post(
                        "/v1/embeddings",
                        "{\"model\":\"small\",\"input\":\"a\",\"encoding_format\":\"base64\"}")
                    .body())
            .at("/data/0/embedding");

    assertThat(floats.size()).isEqualTo(2);
    var first =
        ByteBuffer.wrap(Base64.getDecoder().decode(packed.stringValue()))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getFloat();
    assertThat(first).isEqualTo(floats.at("/0/embedding/0").floatValue());
  }

  @Test
  void models_are_listed_as_each_vendor_lists_them() {
    var openAi = gateway.control.json("/v1/models");
    var anthropic =
        Json.tree(
            gateway
                .control
                .send(
                    gateway.control.request("/v1/models").header("anthropic-version", "2023-06-01"))
                .body());

    assertThat(openAi.at("/data/0/id").stringValue()).isEqualTo("large");
    assertThat(openAi.at("/data/1/object").stringValue()).isEqualTo("model");
    assertThat(anthropic.at("/data/1/display_name").stringValue()).isEqualTo("small");
    assertThat(gateway.control.json("/v1/models/small").get("id").stringValue()).isEqualTo("small");
    assertThat(code(gateway.control.get("/v1/models/smal"))).isEqualTo("model_not_found");
  }

  @Test
  void an_unknown_model_is_told_with_the_nearest_names() {
    var reply = gateway.chat("smal", "say x");

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(code(reply)).isEqualTo("model_not_found");
    assertThat(words(reply)).isEqualTo("there is no model 'smal'; nearest are small, large");
    assertThat(reply.headers().firstValue("x-should-retry")).contains("false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\":\"small\"              | not JSON",
        "[]                                | must be a JSON object",
        "{\"messages\":[]}                 | 'model' is missing",
        "{\"model\":\"small\"}             | 'messages' is missing",
        "{\"model\":7}                     | 'model' is missing"
      })
  void a_question_that_makes_no_sense_is_refused_in_the_vendors_shape(String body, String why) {
    var reply = gateway.control.post("/v1/chat/completions", body);

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(words(reply)).contains(why);
    assertThat(Json.tree(reply.body()).at("/error/type").stringValue())
        .isEqualTo("invalid_request_error");
    assertThat(gateway.provider.unheard()).isZero();
  }

  @Test
  void an_attempt_asks_with_its_credential_and_in_its_own_name() {
    var mine = gateway.attempts.begin("mine", "");

    var reply =
        gateway.attempts.post(
            mine.token(), "/v1/chat/completions", body("small", "say yes", false));
    var byKey =
        gateway.control.send(
            gateway
                .control
                .stranger("/v1/chat/completions")
                .header("x-api-key", mine.token())
                .POST(BodyPublishers.ofString(body("small", "say yes", false))));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(byKey.statusCode()).isEqualTo(200);
    assertThat(gateway.entries())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.toString()).contains("attempt:" + mine.attempt(), "(2 times)"));
  }

  @Test
  void who_may_not_is_refused_in_the_vendors_shape() {
    gateway.control.policy(ServedControl.trusting().replace(", models:call", ""));
    var mine = gateway.attempts.begin("mine", "");

    var attempt =
        gateway.attempts.post(mine.token(), "/v1/chat/completions", body("small", "say x", false));
    var nobody =
        gateway.control.send(
            gateway.control.stranger("/v1/chat/completions").POST(BodyPublishers.ofString("{}")));

    assertThat(attempt.statusCode()).isEqualTo(403);
    assertThat(Json.tree(attempt.body()).at("/error/type").stringValue())
        .isEqualTo("permission_error");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(Json.tree(nobody.body()).at("/error/type").stringValue())
        .isEqualTo("authentication_error");
  }

  @Test
  void a_providers_key_is_a_secret_that_control_puts_in() throws IOException {
    var env = Files.writeString(home.resolve("secrets.env"), "model-key=sk-correct-horse\n");
    Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-------"));

    var written = gateway.add("local", gateway.provider.url(), ",\"key\":\"sk-correct-horse\"");
    var added = gateway.add("local", gateway.provider.url(), ",\"key\":\"secret://model-key\"");
    var reply = gateway.chat("small", "say x");

    assertThat(written.statusCode()).isEqualTo(422);
    assertThat(written.body()).contains("secret://NAME").doesNotContain("horse");
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(gateway.provider.heard().headers().getFirst("Authorization"))
        .isEqualTo("Bearer sk-correct-horse");
    assertThat(added.body()).contains("\"model-key\"").doesNotContain("horse");
    assertThat(Files.readString(home.resolve("models.json"))).doesNotContain("horse");
  }

  @Test
  void a_key_goes_over_plain_http_to_this_machine_only() {
    var reply = gateway.add("far", "http://gpu.example:8000", ",\"key\":\"secret://model-key\"");

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("https");
  }

  @Test
  void another_name_and_one_providers_own_name_lead_to_a_model() {
    gateway.control.post("/api/v1/models/aliases", "{\"name\":\"gpt-5\",\"model\":\"small\"}");

    assertThat(gateway.chat("gpt-5", "say x").statusCode()).isEqualTo(200);
    assertThat(gateway.provider.heard().body().get("model").stringValue()).isEqualTo("small");
    assertThat(gateway.chat("local/large", "say x").statusCode()).isEqualTo(200);
    assertThat(gateway.provider.heard().body().get("model").stringValue()).isEqualTo("large");
  }

  @Test
  void a_price_turns_tokens_into_money() {
    gateway.control.post(
        "/api/v1/models/prices", "{\"model\":\"sm*\",\"input\":2.5,\"output\":10}");

    gateway.chat("small", "say one two");

    assertThat(gateway.entries())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.get("text").stringValue())
                    .endsWith("11 tokens in, 2 out, 0.0000475 USD"));
  }

  @Test
  void a_provider_that_is_taken_away_is_asked_no_more() {
    var gone =
        gateway.control.send(gateway.control.request("/api/v1/models/providers/local").DELETE());
    var wrong =
        gateway.control.send(gateway.control.request("/api/v1/models/providers/locl").DELETE());

    assertThat(gone.statusCode()).isEqualTo(200);
    assertThat(wrong.statusCode()).isEqualTo(404);
    assertThat(words(gateway.chat("small", "say x"))).contains("gm models add");
  }

  @Test
  void a_budget_refuses_before_anything_is_sent_and_limits_what_is() {
    gateway.control.post(
        "/api/v1/models/prices", "{\"model\":\"small\",\"input\":1,\"output\":1000}");
    gateway.control.post("/api/v1/models/budgets", "{\"whom\":\"all\",\"cap\":20}");

    var fits = gateway.chat("small", "say one two");
    var over =
        gateway.control.post(
            "/v1/chat/completions",
            "{\"model\":\"small\",\"max_tokens\":30000,\"messages\":[{\"role\":\"user\",\"content\":\"say"
                + " x\"}]}");

    assertThat(fits.statusCode()).isEqualTo(200);
    assertThat(gateway.provider.heard().body().get("max_tokens").intValue()).isEqualTo(16_384);
    assertThat(over.statusCode()).isEqualTo(429);
    assertThat(code(over)).isEqualTo("insufficient_quota");
    assertThat(over.headers().firstValue("x-should-retry")).contains("false");
    assertThat(gateway.provider.unheard()).isZero();
    assertThat(gateway.control.json("/api/v1/models").at("/budgets/0/spent").decimalValue())
        .isEqualByComparingTo("0.002011");
  }
}
