package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.AgentProfile;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How control is spoken to by the A2A protocol, and what it refuses. */
class A2aDoorTest {

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
  void the_card_is_for_everybody_and_says_where_it_is_reached() {
    var card =
        Json.tree(
            other.control.send(other.control.stranger("/.well-known/agent-card.json")).body());

    assertThat(card.at("/supportedInterfaces").valueStream())
        .map(
            door ->
                door.path("protocolBinding").stringValue()
                    + " "
                    + door.path("protocolVersion").stringValue())
        .containsExactly("JSONRPC 1.0", "HTTP+JSON 1.0");
    assertThat(card.at("/supportedInterfaces/0/url").stringValue())
        .isEqualTo(other.control.api("/a2a").toString());
    assertThat(card.at("/skills").size()).isEqualTo(1);
    assertThat(card.at("/capabilities/extendedAgentCard").booleanValue()).isTrue();
  }

  @Test
  void a_stream_of_messages_carries_the_id_of_its_request() {
    var request =
        other
            .control
            .request("/a2a")
            .header("A2A-Version", "1.0")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"SendStreamingMessage\",\"params\":%s}"
                        .formatted(other.task("streamed"))));
    try (var stream = new EventReader(other.control.http(), request)) {
      var events = new ArrayList<JsonNode>();
      events.add(stream.await("message").data());
      other.succeeds(other.begun());
      for (var next = stream.next(); next.name().equals("message"); next = stream.next()) {
        events.add(next.data());
      }

      assertThat(events)
          .allSatisfy(event -> assertThat(event.path("id").stringValue()).isEqualTo("s"));
      assertThat(events.getFirst().at("/result/task/status/state").isMissingNode()).isFalse();
      assertThat(events.getLast().at("/result/statusUpdate/status/state").stringValue())
          .isEqualTo("TASK_STATE_COMPLETED");
    }
  }

  @Test
  void tasks_are_listed_by_page_and_state() {
    for (var i = 0; i < 3; i++) {
      other.rpc(
          "SendMessage",
          other.message(
              "{\"data\":{\"name\":\"listed %d\",\"command\":[\"true\"],\"held\":true}}"
                  .formatted(i),
              ",\"contextId\":\"lists\""));
    }
    var first =
        other
            .rpc(
                "ListTasks",
                "{\"contextId\":\"lists\",\"status\":\"TASK_STATE_SUBMITTED\",\"pageSize\":2}")
            .path("result");
    var second =
        Json.tree(
            other
                .control
                .send(
                    other
                        .control
                        .request(
                            "/a2a/tasks?contextId=lists&pageSize=2&historyLength=1&pageToken="
                                + first.path("nextPageToken").stringValue())
                        .header("A2A-Version", "1.0"))
                .body());
    var never = other.rpc("ListTasks", "{\"status\":\"TASK_STATE_REJECTED\"}").path("result");

    assertThat(first.path("tasks").size()).isEqualTo(2);
    assertThat(first.path("totalSize").intValue()).isEqualTo(3);
    assertThat(first.at("/tasks/0").has("history")).isFalse();
    assertThat(second.path("tasks").size()).isEqualTo(1);
    assertThat(second.at("/tasks/0/history").size()).isEqualTo(1);
    assertThat(never.path("tasks").size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NoSuchMethod|{}|-32601",
        "GetTask|{}|-32602",
        "GetTask|{\"id\":\"nothing-like-it\"}|-32001",
        "CancelTask|{\"id\":7}|-32602",
        "SubscribeToTask|{\"id\":\"nothing-like-it\"}|-32001",
        "ListTasks|{\"pageSize\":101}|-32602",
        "ListTasks|{\"status\":\"WORKING\"}|-32602",
        "ListTasks|{\"statusTimestampAfter\":\"yesterday\"}|-32602",
        "CreateTaskPushNotificationConfig|{}|-32003",
        "SendMessage|{}|-32602",
        "SendMessage|{\"message\":{\"messageId\":\"x\",\"role\":\"ROLE_AGENT\",\"parts\":[{\"text\":\"x\"}]}}|-32602",
        "SendMessage|{\"message\":{\"messageId\":\"x\",\"role\":\"ROLE_USER\",\"parts\":[]}}|-32602",
        "SendMessage|{\"message\":{\"messageId\":\"x\",\"role\":\"ROLE_USER\",\"parts\":[{\"raw\":\"eA==\"}]}}|-32005",
        "SendMessage|{\"message\":{\"messageId\":\"x\",\"role\":\"ROLE_USER\",\"parts\":[{\"data\":{\"nam\":1}}]}}|-32602",
        "SendMessage|{\"message\":{\"messageId\":\"x\",\"role\":\"ROLE_USER\",\"parts\":[{\"text\":\"x\"}]},\"configuration\":{\"taskPushNotificationConfig\":{\"url\":\"http://x\"}}}|-32003"
      })
  void what_is_wrong_has_the_protocols_number(String method, String params, int code) {
    assertThat(other.rpc(method, params).at("/error/code").intValue()).isEqualTo(code);
  }

  @Test
  void what_is_no_message_is_said_to_be_none() {
    var broken = Json.tree(other.post("/a2a", "{not json").body());
    var notice =
        Json.tree(other.post("/a2a", "{\"jsonrpc\":\"2.0\",\"method\":\"GetTask\"}").body());
    var body = other.post("/a2a/message:send", "[]");

    assertThat(broken.at("/error/code").intValue()).isEqualTo(-32_700);
    assertThat(notice.at("/error/code").intValue()).isEqualTo(-32_600);
    assertThat(body.statusCode()).isEqualTo(400);
  }

  @Test
  void another_version_is_refused_and_so_is_none() {
    var ask = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ListTasks\"}";
    var none = other.control.post("/a2a", ask);
    var older =
        other.control.send(
            other
                .control
                .request("/a2a")
                .header("A2A-Version", "0.3")
                .POST(BodyPublishers.ofString(ask)));
    var inQuery = other.control.post("/a2a?A2A-Version=1.0", ask);

    assertThat(Json.tree(none.body()).at("/error/code").intValue()).isEqualTo(-32_009);
    assertThat(Json.tree(older.body()).at("/error/code").intValue()).isEqualTo(-32_009);
    assertThat(Json.tree(inQuery.body()).has("result")).isTrue();
  }

  @Test
  void without_json_rpc_the_path_says_what_is_done() {
    var sent = other.post("/a2a/message:send", other.task("by path"));
    var attempt = other.begun();
    var path = "/a2a/tasks/" + attempt.task();
    var cancelling = CompletableFuture.supplyAsync(() -> other.post(path + ":cancel", ""));
    other.stops(attempt);
    var cancelled = cancelling.join();
    var again = other.post(path + ":cancel", "{}");
    var missing =
        other.control.send(
            other.control.request("/a2a/tasks/nothing-like-it").header("A2A-Version", "1.0"));
    var pushed = other.post(path + "/pushNotificationConfigs", "{}");

    assertThat(Json.tree(sent.body()).at("/task/id").stringValue())
        .isEqualTo(attempt.task().value());
    assertThat(Json.tree(cancelled.body()).at("/status/state").stringValue())
        .isEqualTo("TASK_STATE_CANCELED");
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(Json.tree(again.body()).at("/error/details/0/reason").stringValue())
        .isEqualTo("TASK_NOT_CANCELABLE");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(Json.tree(missing.body()).at("/error/status").stringValue()).isEqualTo("NOT_FOUND");
    assertThat(Json.tree(pushed.body()).at("/error/details/0/reason").stringValue())
        .isEqualTo("PUSH_NOTIFICATION_NOT_SUPPORTED");
  }

  @Test
  void who_may_do_a_thing_the_routes_say() {
    var mine = other.attempts.begin("described", "shop");
    var own =
        other.attempts.ask(
            mine.token(),
            "/a2a",
            Map.of("A2A-Version", "1.0"),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"GetTask\",\"params\":{\"id\":\"%s\"}}"
                .formatted(mine.attempt().task()));
    var all =
        other.attempts.ask(
            mine.token(),
            "/a2a",
            Map.of("A2A-Version", "1.0"),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ListTasks\"}");
    other.attempts.end(mine.attempt());
    other.control.order(
        new Command.DeclareAgents(
            List.of(AgentProfile.shell(AgentProfile.SHELL), AgentProfile.shell("writer"))));
    var card =
        other.control.send(
            other.control.request("/a2a/extendedAgentCard").header("A2A-Version", "1.0"));

    assertThat(Json.tree(own.body()).at("/result/id").stringValue())
        .isEqualTo(mine.attempt().task().value());
    assertThat(Json.tree(all.body()).at("/error/data/0/reason").stringValue())
        .isEqualTo("FORBIDDEN");
    assertThat(other.attempts.denials())
        .anySatisfy(line -> assertThat(line).contains("GET /api/v1/tasks"));
    assertThat(other.post(other.control.stranger("/a2a"), "{}").statusCode()).isEqualTo(401);
    assertThat(Json.tree(card.body()).path("skills").findValuesAsString("id"))
        .containsExactly("task", "agent:shell", "agent:writer");
  }
}
