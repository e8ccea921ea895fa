package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Two attempts and a person write to each other, each with what they are let in by. */
class MessageTest {

  private static final String MESSAGES = "/api/v1/messages";

  @TempDir Path home;
  private RunningAttempts attempts;
  private RunningAttempts.Begun ada;
  private RunningAttempts.Begun bob;

  @BeforeEach
  void serve() {
    attempts = new RunningAttempts(home);
    ada = attempts.begin("ada", "shop");
    bob = attempts.begin("bob", "shop");
  }

  @AfterEach
  void stop() {
    attempts.close();
  }

  private static String to(RunningAttempts.Begun other) {
    return "task:" + other.attempt().task();
  }

  private HttpResponse<String> send(RunningAttempts.Begun from, Map<String, Object> message) {
    return attempts.post(from.token(), MESSAGES, Json.write(message));
  }

  private JsonNode sent(RunningAttempts.Begun from, Map<String, Object> message) {
    return Json.tree(send(from, message).body());
  }

  private JsonNode taken(RunningAttempts.Begun reader, int waitSeconds) {
    var body = "{\"topics\":[\"builds\"],\"wait_seconds\":%d}".formatted(waitSeconds);
    return Json.tree(attempts.post(reader.token(), MESSAGES + "/take", body).body()).get("items");
  }

  private static List<String> texts(JsonNode items) {
    return items.valueStream().map(one -> one.get("text").stringValue()).toList();
  }

  @Test
  void one_asks_and_waits_and_the_other_answers() {
    var asks =
        CompletableFuture.supplyAsync(
            () -> sent(ada, Map.of("to", to(bob), "text", "Is it green?", "wait_seconds", 50)));
    var question = taken(bob, 50).get(0);

    sent(bob, Map.of("answers", question.get("id").stringValue(), "text", "It is."));

    assertThat(question.get("task").stringValue()).isEqualTo(ada.attempt().task().value());
    assertThat(asks.join().at("/answer/text").stringValue()).isEqualTo("It is.");
    assertThat(asks.join().at("/answer/conversation")).isEqualTo(question.get("id"));
    assertThat(taken(ada, 0)).isEmpty();
  }

  @Test
  void who_is_not_there_yet_finds_what_was_written_and_finds_it_once() {
    sent(ada, Map.of("to", to(bob), "text", "one"));
    sent(ada, Map.of("to", "topic:builds", "text", "two", "kind", "build.done"));

    assertThat(texts(taken(bob, 0))).containsExactly("one", "two");
    assertThat(taken(bob, 0)).isEmpty();
    assertThat(taken(ada, 0)).isEmpty();
  }

  @Test
  void a_person_writes_reads_all_and_finds_it_in_the_ledger() {
    var sent =
        Json.tree(
            attempts
                .control
                .post(MESSAGES, Json.write(Map.of("to", "task:bob", "text", "How far are you?")))
                .body());
    var id = sent.at("/sent/id").stringValue();
    assertThat(texts(taken(bob, 0))).containsExactly("How far are you?");
    sent(bob, Map.of("answers", id, "text", "Nearly there."));

    var all = attempts.control.json(MESSAGES + "?conversation=" + id).get("items");

    assertThat(texts(all)).containsExactly("Nearly there.", "How far are you?");
    assertThat(all.get(0).get("to").stringValue()).isEqualTo("people");
    assertThat(
            attempts
                .control
                .json("/api/v1/ledger?kind=MessageSent")
                .get("items")
                .valueStream()
                .map(line -> line.get("text").stringValue()))
        .anyMatch(text -> text.endsWith("sent to people"))
        .noneMatch(text -> text.contains("Nearly"));
  }

  @Test
  void nobody_says_who_they_are_but_by_their_credential() {
    var forged = send(ada, Map.of("to", to(bob), "text", "hello", "from", "person:owner"));

    assertThat(forged.statusCode()).isEqualTo(422);
    assertThat(forged.body()).contains("from");
    assertThat(taken(bob, 0)).isEmpty();
  }

  @Test
  void another_line_of_work_is_out_of_reach() {
    attempts.end(bob.attempt());
    var far = attempts.begin("far", "bank");

    var refused = send(ada, Map.of("to", to(far), "text", "hello"));
    var heard = sent(ada, Map.of("to", "topic:builds", "text", "ours"));

    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(taken(far, 0)).isEmpty();
    assertThat(
            attempts
                .get(far.token(), MESSAGES + "/" + heard.at("/sent/id").stringValue())
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void who_has_ended_reads_and_writes_nothing_more() {
    attempts.end(bob.attempt());

    assertThat(send(bob, Map.of("to", to(ada), "text", "still me")).statusCode()).isEqualTo(401);
    assertThat(send(ada, Map.of("to", to(bob), "text", "hello")).body()).contains("has ended");
  }

  @Test
  void a_flood_is_told_when_to_come_back() {
    HttpResponse<String> last;
    var tries = 0;
    do {
      last = send(ada, Map.of("to", "topic:builds", "text", "again"));
      tries++;
    } while (last.statusCode() == 201 && tries < 100);

    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("Retry-After")).isPresent();
    assertThat(tries).isEqualTo(31);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"text\":\"x\"} | 'to' is missing",
        "{\"text\":\" \",\"to\":\"people\"} | nothing to send",
        "{\"text\":\"x\",\"to\":\"nobody\"} | goes to task:ID",
        "{\"text\":\"x\",\"to\":\"agent:nobody\"} | there is no agent 'nobody'",
        "{\"text\":\"x\",\"to\":\"people\",\"kind\":\"A b\"} | begins with a small letter",
        "{\"text\":\"x\",\"to\":\"people\",\"wait_seconds\":51} | 0 to 50",
        "{\"text\":\"x\",\"to\":\"people\",\"kept_seconds\":0} | kept for a second to 30 days",
        "{\"text\":\"x\",\"answers\":\"nothing\"} | there is no message 'nothing'"
      })
  void what_cannot_be_sent_is_told_why(String body, String why) {
    var refused = attempts.post(ada.token(), MESSAGES, body);

    assertThat(refused.statusCode()).isBetween(404, 422);
    assertThat(refused.body()).contains(why);
  }

  @Test
  void a_person_takes_none() {
    var refused = attempts.control.post(MESSAGES + "/take", "{}");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("people read all messages");
  }
}
