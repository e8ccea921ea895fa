package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are kept, and given again. */
class GatewayCacheTest {

  private static final String CHAT = "/v1/chat/completions";

  @TempDir Path home;
  private ScriptedGateway gateway;

  @BeforeEach
  void serve() {
    gateway = new ScriptedGateway(home);
    keep("{\"on\":true}");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> keep(String rules) {
    return gateway.control.post("/api/v1/models/cache", rules);
  }

  private static String question(String words, boolean streams, double temperature) {
    return """
    {"model":"small","stream":%s,"temperature":%s,"messages":[{"role":"user","content":"%s"}]}\
    """
        .formatted(streams, temperature, words);
  }

  private HttpResponse<String> ask(String words) {
    return gateway.control.post(CHAT, question(words, false, 0));
  }

  private static String mark(HttpResponse<String> reply) {
    return reply.headers().firstValue("X-GodMode-Cache").orElse("");
  }

  private int asked() {
    return gateway.provider.unheard();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_same_question_gets_the_same_answer_and_no_provider_is_asked(boolean streams) {
    var question = question("say hello to all", streams, 0);

    var first = gateway.control.post(CHAT, question);
    var second = gateway.control.post(CHAT, question);

    assertThat(mark(first)).isEqualTo("miss");
    assertThat(mark(second)).isEqualTo("hit");
    assertThat(second.body()).isEqualTo(first.body()).contains("hello");
    assertThat(second.headers().firstValue("X-GodMode-Provider")).contains("local");
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void another_question_gets_its_own() {
    ask("say one");

    assertThat(mark(ask("say two"))).isEqualTo("miss");
    assertThat(mark(gateway.control.post(CHAT, question("say one", true, 0)))).isEqualTo("miss");
    assertThat(asked()).isEqualTo(3);
  }

  @Test
  void what_would_be_another_the_next_time_is_kept_only_when_it_is_wished() {
    var question = question("say hello", false, 0.7);
    gateway.control.post(CHAT, question);
    assertThat(mark(gateway.control.post(CHAT, question))).isEmpty();

    keep("{\"on\":true,\"sampled\":true}");
    gateway.control.post(CHAT, question);

    assertThat(mark(gateway.control.post(CHAT, question))).isEqualTo("hit");
  }

  @Test
  void one_stream_never_gets_what_another_was_answered() {
    var shop = gateway.attempts.begin("a", "shop");
    var bank = gateway.attempts.begin("b", "bank");
    var question = question("say hello", false, 0);

    assertThat(mark(gateway.attempts.post(shop.token(), CHAT, question))).isEqualTo("miss");
    assertThat(mark(gateway.attempts.post(bank.token(), CHAT, question))).isEqualTo("miss");
    assertThat(mark(gateway.control.post(CHAT, question))).isEqualTo("miss");
    gateway.attempts.end(shop.attempt());
    var again = gateway.attempts.begin("c", "shop");
    assertThat(mark(gateway.attempts.post(again.token(), CHAT, question))).isEqualTo("hit");
  }

  @ParameterizedTest
  @CsvSource({
    "fail, false",
    "garble, false",
    "garble, true",
    "refuse, false",
    "break a b c d, true",
    "stop a b c d, true"
  })
  void what_went_wrong_is_never_kept(String order, boolean streams) {
    gateway.control.post(CHAT, question(order, streams, 0));
    var before = asked();

    var second = gateway.control.post(CHAT, question(order, streams, 0));

    assertThat(mark(second)).isNotEqualTo("hit");
    assertThat(asked()).isEqualTo(before + 1);
  }

  @Test
  void who_wants_a_new_answer_gets_it_and_it_is_kept() {
    ask("say hello");
    var anew =
        gateway.control.send(
            gateway
                .control
                .request(CHAT)
                .header("Cache-Control", "no-cache")
                .POST(BodyPublishers.ofString(question("say hello", false, 0))));

    assertThat(mark(anew)).isEqualTo("miss");
    assertThat(asked()).isEqualTo(2);
    assertThat(mark(ask("say hello"))).isEqualTo("hit");
  }

  @Test
  void an_alias_that_means_another_model_now_gets_no_old_answer() {
    gateway.control.post("/api/v1/models/aliases", "{\"name\":\"best\",\"model\":\"small\"}");
    var question = question("say hello", false, 0).replace("small", "best");
    gateway.control.post(CHAT, question);
    assertThat(mark(gateway.control.post(CHAT, question))).isEqualTo("hit");

    gateway.control.post("/api/v1/models/aliases", "{\"name\":\"best\",\"model\":\"large\"}");

    assertThat(mark(gateway.control.post(CHAT, question))).isEqualTo("miss");
  }

  @Test
  void hits_are_counted_and_in_the_ledger_and_cost_nothing() {
    gateway.control.post(
        "/api/v1/models/prices", "{\"model\":\"small\",\"input\":1000,\"output\":1000}");
    ask("say hello");
    ask("say hello");

    var cache = gateway.control.json("/api/v1/models").get("cache");
    assertThat(cache.get("hits").asLong()).isEqualTo(1);
    assertThat(cache.get("misses").asLong()).isEqualTo(1);
    assertThat(gateway.entries())
        .extracting(entry -> entry.get("text").stringValue())
        .anySatisfy(text -> assertThat(text).contains("small of (kept)", "0 tokens in"));
  }

  @Test
  void a_shared_cache_that_is_away_is_said_and_nobody_waits_for_it() {
    keep("{\"on\":true,\"shared\":\"redis://127.0.0.1:1\"}");

    assertThat(ask("say hello").statusCode()).isEqualTo(200);
    assertThat(mark(ask("say hello"))).isEqualTo("hit");
    assertThat(gateway.control.json("/api/v1/models").at("/cache/trouble").stringValue())
        .contains("no connection to redis://127.0.0.1:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"on\":true,\"shared\":\"http://127.0.0.1\"}|redis://HOST:PORT",
        "{\"on\":true,\"shared\":\"redis://me:secret@127.0.0.1\"}|without user or password",
        "{\"on\":true,\"key\":\"secret://x\"}|there is none",
        "{\"on\":true,\"keep\":\"PT0S\"}|1 second to 30 days",
        "{\"on\":true,\"shared\":\"redis://127.0.0.1\",\"key\":\"hunter2\"}|secret://NAME"
      })
  void rules_that_make_no_sense_change_nothing(String rules, String why) {
    var reply = keep(rules);

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(Json.tree(reply.body()).get("detail").stringValue())
        .contains(why)
        .doesNotContain("me:secret");
    assertThat(gateway.control.json("/api/v1/models").at("/cache/shared").isMissingNode()).isTrue();
  }

  @Test
  void nothing_is_kept_any_more_when_it_is_turned_off() {
    ask("say hello");
    keep("{\"on\":false}");
    assertThat(mark(ask("say hello"))).isEmpty();
    keep("{\"on\":true}");

    assertThat(mark(ask("say hello"))).isEqualTo("miss");
    assertThat(asked()).isEqualTo(3);
  }
}
