package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** An attempt asks a person by itself, with its credential. */
class AskPersonTest {

  private static final String WHICH =
      "{\"text\":\"Which colour?\",\"options\":[\"red\",\"blue\"],\"wait_seconds\":%d}";

  @TempDir Path home;
  private RunningAttempts attempts;
  private RunningAttempts.Begun mine;

  @BeforeEach
  void serve() {
    attempts = new RunningAttempts(home);
    mine = attempts.begin("paint", "shop");
  }

  @AfterEach
  void stop() {
    attempts.close();
  }

  private JsonNode ask(int waitSeconds) {
    return Json.tree(
        attempts.post(mine.token(), "/api/v1/questions", WHICH.formatted(waitSeconds)).body());
  }

  private JsonNode waiting() {
    return attempts.control.json("/api/v1/approvals").at("/items/0");
  }

  private void answer(String words) {
    var asked = waiting().get("asks");
    attempts.control.post(
        "/api/v1/tasks/%s/answer".formatted(mine.attempt().task()),
        Json.write(
            Map.of(
                "question", asked.at("/question/id").stringValue(),
                "payload", asked.get("payload").stringValue(),
                "text", words)));
  }

  @Test
  void a_person_sees_what_it_asks_and_asked_the_same_again_it_hears_the_answer() {
    var first = ask(0);

    assertThat(first.get("answered").booleanValue()).isFalse();
    assertThat(first.get("next").stringValue()).contains("Ask the same again");
    assertThat(waiting().get("text").stringValue()).isEqualTo("Which colour?");
    assertThat(waiting().at("/asks/question/options").size()).isEqualTo(2);
    answer("blue");

    var again = ask(50);

    assertThat(again.get("answer").stringValue()).isEqualTo("blue");
    assertThat(attempts.control.json("/api/v1/approvals").get("items")).isEmpty();
  }

  @Test
  void whoever_waits_hears_the_answer_when_it_comes() {
    ask(0);
    var waits = CompletableFuture.supplyAsync(() -> ask(50));

    answer("red");

    assertThat(waits.join().get("answer").stringValue()).isEqualTo("red");
  }

  @Test
  void a_person_is_told_to_ask_people_without_us() {
    var reply = attempts.control.post("/api/v1/questions", WHICH.formatted(0));

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("for attempts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\" \"}",
        "{\"text\":\"x\",\"wait_seconds\":51}",
        "{\"text\":\"x\",\"wait_seconds\":-1}",
        "{\"text\":\"x\",\"options\":[\"\"]}"
      })
  void what_no_person_could_answer_is_refused(String body) {
    assertThat(attempts.post(mine.token(), "/api/v1/questions", body).statusCode()).isEqualTo(422);
  }

  @Test
  void what_would_hide_something_from_a_person_is_written_out() {
    attempts.post(mine.token(), "/api/v1/questions", "{\"text\":\"a\\u202eb\",\"wait_seconds\":0}");

    assertThat(waiting().get("text").stringValue()).doesNotContain("\u202e");
  }
}
