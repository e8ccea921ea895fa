package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to the same question in other words. */
class AlikeAnswersTest {

  private static final String CHAT = "/v1/chat/completions";

  @TempDir Path home;
  private ScriptedGateway gateway;

  @BeforeEach
  void serve() {
    gateway = new ScriptedGateway(home);
    keep("{\"on\":true,\"sampled\":true,\"alike\":0.8}");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> keep(String rules) {
    return gateway.control.post("/api/v1/models/cache", rules);
  }

  private HttpResponse<String> ask(String words, boolean streams) {
    return gateway.control.post(CHAT, ScriptedGateway.body("small", words, streams));
  }

  private static String mark(HttpResponse<String> reply) {
    return reply.headers().firstValue("X-GodMode-Cache").orElse("");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void it_gets_the_same_answer_and_no_provider_is_asked(boolean streams) {
    var first = ask("say which attempts failed today", streams);
    var second = ask("say which attempts failed today please", streams);

    assertThat(mark(first)).isEqualTo("miss");
    assertThat(mark(second)).isEqualTo("alike");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(gateway.provider.unheard()).isEqualTo(1);
  }

  @Test
  void the_same_words_are_a_hit_as_ever() {
    ask("say which attempts failed today", false);

    assertThat(mark(ask("say which attempts failed today", false))).isEqualTo("hit");
  }

  @Test
  void another_question_gets_its_own() {
    ask("say which attempts failed today", false);

    assertThat(mark(ask("say hello", false))).isEqualTo("miss");
    assertThat(mark(ask("say which attempts failed on day 2", false))).isEqualTo("miss");
  }

  @Test
  void one_stream_never_gets_what_another_was_answered() {
    var shop = gateway.attempts.begin("a", "shop");
    var bank = gateway.attempts.begin("b", "bank");
    var asked = ScriptedGateway.body("small", "say which attempts failed", false);
    var inOtherWords = ScriptedGateway.body("small", "say which attempts have failed", false);
    gateway.attempts.post(shop.token(), CHAT, asked);

    assertThat(mark(gateway.attempts.post(bank.token(), CHAT, inOtherWords))).isEqualTo("miss");
    assertThat(mark(gateway.attempts.post(shop.token(), CHAT, inOtherWords))).isEqualTo("alike");
  }

  @Test
  void as_usual_only_the_same_words_count() {
    keep("{\"on\":true,\"sampled\":true}");
    ask("say which attempts failed", false);

    assertThat(mark(ask("say which attempts have failed", false))).isEqualTo("miss");
  }

  @Test
  void who_looks_sees_how_many_there_were() {
    ask("say which attempts failed", false);
    ask("say which attempts have failed", false);

    var cache = gateway.control.json("/api/v1/models").get("cache");

    assertThat(cache.get("alike").doubleValue()).isEqualTo(0.8);
    assertThat(cache.get("alike_hits").intValue()).isOne();
    assertThat(cache.get("hits").intValue()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.79", "1.01", "-1"})
  void what_is_no_such_cosine_is_refused(String cosine) {
    var reply = keep("{\"on\":true,\"alike\":%s}".formatted(cosine));

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("0.8 to 1", cosine);
  }
}
