package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Question;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of other agents: begun, followed, answered and cancelled by messages. */
class A2aTest {

  private static final Question MAY_I =
      new Question("q1", Question.Kind.PERMISSION, "May it?", List.of(), "rm -rf build");
  private static final Question WHICH =
      new Question("q2", Question.Kind.CHOICE, "Which colour?", List.of("red", "blue"), "");

  @TempDir static Path home;
  private static OtherAgent other;

  @BeforeAll
  static void serve() {
    other = new OtherAgent(home);
  }

  @AfterAll
  static void stop() {
    other.close();
  }

  @Test
  void a_text_is_the_goal_of_a_new_task_for_the_agent_that_its_metadata_names() {
    var result =
        other
            .rpc(
                "SendMessage",
                other.message(
                    "{\"text\":\"Mend the login.\\nIt is broken.\"}",
                    ",\"contextId\":\"shop\",\"metadata\":{\"agent_type\":\"described\"}"))
            .at("/result/task");

    var detail = other.control.json("/api/v1/tasks/" + result.path("id").stringValue());
    assertThat(result.path("contextId").stringValue()).isEqualTo("shop");
    assertThat(result.at("/history/0/parts/0/text").stringValue()).startsWith("Mend the login.");
    assertThat(detail.at("/task/name").stringValue()).isEqualTo("Mend the login.");
    assertThat(detail.at("/task/agent_type").stringValue()).isEqualTo("described");
    assertThat(detail.at("/task/stream").stringValue()).isEqualTo("shop");
  }

  @Test
  void a_message_that_is_sent_twice_begins_one_task() {
    var message = other.task("said twice").replaceFirst("\"m\\d+\"", "\"the-same\"");

    var first = other.rpc("SendMessage", message).at("/result/task/id");
    var second = other.rpc("SendMessage", message).at("/result/task/id");
    other.succeeds(other.begun());

    assertThat(first.stringValue()).isEqualTo(second.stringValue());
  }

  @Test
  void who_waits_is_answered_when_the_task_has_ended_with_what_it_brought_forth() {
    var waiting =
        CompletableFuture.supplyAsync(
            () -> other.rpc("SendMessage", other.task("waited for").replace("true}}", "false}}")));
    other.succeeds(other.begun());
    var task = waiting.join().at("/result/task");

    assertThat(task.at("/status/state").stringValue()).isEqualTo("TASK_STATE_COMPLETED");
    assertThat(task.at("/artifacts/0/parts/0/text").stringValue()).isEqualTo("it is green");
    assertThat(task.at("/artifacts/1/parts/0/data/checks/0/passed").booleanValue()).isTrue();
  }

  @Test
  void a_question_is_answered_by_a_message_about_its_task() {
    var attempt = other.begun("asks which");
    other.asks(attempt, WHICH);
    var waits = other.shown(attempt);
    other.rpc(
        "SendMessage",
        other.message("{\"text\":\"blue\"}", ",\"taskId\":\"%s\"".formatted(attempt.task())));
    var answered = other.attempts.worker.await(ControlMessage.Answered.class);
    other.succeeds(attempt);

    assertThat(waits.at("/status/state").stringValue()).isEqualTo("TASK_STATE_INPUT_REQUIRED");
    assertThat(waits.at("/status/message/parts/0/text").stringValue()).isEqualTo("Which colour?");
    assertThat(waits.at("/status/message/parts/1/data/options/1").stringValue()).isEqualTo("blue");
    assertThat(answered.answer()).isEqualTo(new Answer.Words("blue"));
    assertThat(other.shown(attempt).path("history").size()).isEqualTo(3);
  }

  @Test
  void a_permission_takes_a_yes_to_what_was_shown_and_no_words() {
    var attempt = other.begun("asks whether");
    other.asks(attempt, MAY_I);
    var about = ",\"taskId\":\"%s\"".formatted(attempt.task());
    var words = other.rpc("SendMessage", other.message("{\"text\":\"yes\"}", about)).path("error");
    var another =
        other
            .rpc(
                "SendMessage",
                other.message(
                    "{\"data\":{\"allow\":true,\"payload\":\"%s\"}}".formatted("0".repeat(64)),
                    about))
            .path("error");
    other.rpc(
        "SendMessage",
        other.message(
            "{\"data\":{\"allow\":true,\"payload\":\"%s\"}}".formatted(MAY_I.payloadHash()),
            about));
    var answered = other.attempts.worker.await(ControlMessage.Answered.class);
    other.succeeds(attempt);

    assertThat(words.path("message").stringValue()).contains("with the payload that was shown");
    assertThat(another.path("code").intValue()).isEqualTo(-32_004);
    assertThat(answered.answer()).isEqualTo(new Answer.Yes());
  }

  @Test
  void a_task_that_works_or_has_ended_takes_no_messages() {
    var attempt = other.begun("does not listen");
    var about = ",\"taskId\":\"%s\"".formatted(attempt.task());
    var works = other.rpc("SendMessage", other.message("{\"text\":\"more\"}", about)).path("error");
    other.succeeds(attempt);
    var ended = other.rpc("SendMessage", other.message("{\"text\":\"more\"}", about)).path("error");

    assertThat(works.path("message").stringValue()).contains("while it works");
    assertThat(ended.path("message").stringValue()).contains("without taskId");
    assertThat(ended.at("/data/0/reason").stringValue()).isEqualTo("UNSUPPORTED_OPERATION");
  }

  @Test
  void who_follows_a_task_hears_of_its_question_and_of_its_end() {
    var attempt = other.begun("followed");
    try (var stream =
        other.control.follow(
            "/a2a/tasks/%s:subscribe".formatted(attempt.task()), "A2A-Version", "1.0")) {
      var first = stream.await("message").data();
      other.asks(attempt, WHICH);
      var asked = stream.await("message").data();
      other.rpc(
          "SendMessage",
          other.message("{\"text\":\"red\"}", ",\"taskId\":\"%s\"".formatted(attempt.task())));
      other.attempts.worker.await(ControlMessage.Answered.class);
      var goesOn = stream.await("message").data();
      other.succeeds(attempt);
      var result = stream.await("message").data();
      var evidence = stream.await("message").data();
      var end = stream.await("message").data();

      assertThat(first.at("/task/status/state").stringValue()).isEqualTo("TASK_STATE_WORKING");
      assertThat(asked.at("/statusUpdate/status/state").stringValue())
          .isEqualTo("TASK_STATE_INPUT_REQUIRED");
      assertThat(goesOn.at("/statusUpdate/status/state").stringValue())
          .isEqualTo("TASK_STATE_WORKING");
      assertThat(result.at("/artifactUpdate/artifact/name").stringValue()).isEqualTo("result");
      assertThat(evidence.at("/artifactUpdate/artifact/name").stringValue()).isEqualTo("evidence");
      assertThat(end.at("/statusUpdate/status/state").stringValue())
          .isEqualTo("TASK_STATE_COMPLETED");
      assertThat(stream.next().name()).isEqualTo("closed");
    }
  }

  @Test
  void who_follows_a_task_is_not_told_twice_that_it_works() {
    other.rpc("SendMessage", other.task("is given out, and begins"));
    var attempt = other.given();
    try (var stream =
        other.control.follow(
            "/a2a/tasks/%s:subscribe".formatted(attempt.task()), "A2A-Version", "1.0")) {
      var first = stream.await("message").data();
      other.begins(attempt);
      other.asks(attempt, WHICH);
      var second = stream.await("message").data();

      assertThat(first.at("/task/status/state").stringValue()).isEqualTo("TASK_STATE_WORKING");
      assertThat(second.at("/statusUpdate/status/state").stringValue())
          .isEqualTo("TASK_STATE_INPUT_REQUIRED");
    }
    other.succeeds(attempt);
  }

  @Test
  void a_task_is_cancelled_once() {
    var attempt = other.begun("cancelled");
    var id = "{\"id\":\"%s\"}".formatted(attempt.task());
    var cancelling = CompletableFuture.supplyAsync(() -> other.rpc("CancelTask", id));
    other.stops(attempt);
    var cancelled = cancelling.join();
    var again = other.rpc("CancelTask", id);

    assertThat(cancelled.at("/result/status/state").stringValue()).isEqualTo("TASK_STATE_CANCELED");
    assertThat(again.at("/error/code").intValue()).isEqualTo(-32_002);
  }
}
