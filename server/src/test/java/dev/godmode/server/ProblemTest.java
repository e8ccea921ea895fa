package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said in one form, with words that help. */
class ProblemTest {

  @TempDir static Path home;
  private static ServedControl control;

  @BeforeAll
  static void serve() {
    control = new ServedControl(home);
  }

  @AfterAll
  static void stop() {
    control.close();
  }

  private static HttpResponse<String> submit(String body) {
    return control.post("/api/v1/tasks", body);
  }

  @Test
  void a_problem_is_pinned() {
    var reply = control.get("/api/v1/nodes/forge/drian");

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(control.get("/api/v1/tasks/nope").body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"code\":\"not_found\","
                + "\"detail\":\"there is no task 'nope'; 'gm tasks --all' lists them\"}");
  }

  @Test
  void another_method_is_told_which_are_taken() {
    var reply = control.send(control.request("/api/v1/world").DELETE());

    assertThat(reply.statusCode()).isEqualTo(405);
    assertThat(reply.body()).contains("/api/v1/world takes GET, not DELETE");
  }

  @Test
  void what_is_no_json_is_refused_with_its_place() {
    var reply = submit("{\"tasks\":\n [{\"name\": }]}");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("malformed", "line 2 column 12");
  }

  @Test
  void an_empty_body_is_refused() {
    assertThat(submit("").statusCode()).isEqualTo(400);
  }

  @Test
  void an_unknown_field_is_refused_with_what_may_be_meant() {
    var reply = submit("{\"tasks\":[{\"name\":\"a\",\"comand\":[\"true\"],\"priorty\":1}]}");

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body())
        .contains(
            "'tasks[0].comand' is unknown (did you mean 'command'?)",
            "'tasks[0].priorty' is unknown (did you mean 'priority'?)");
  }

  @Test
  void wrong_types_are_named_with_their_fields() {
    var reply =
        submit(
            "{\"tasks\":[{\"name\":7,\"priority\":\"high\",\"command\":\"true\",\"held\":1,"
                + "\"deadline\":\"tomorrow\",\"timeout\":\"5m\",\"env\":[]},{}]}");

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body())
        .contains(
            "'tasks[0].name' must be a text",
            "'tasks[0].priority' must be a whole number",
            "'tasks[0].command' must be a list",
            "'tasks[0].held' must be true or false",
            "'tasks[0].deadline' must be a time",
            "'tasks[0].timeout' must be a duration",
            "'tasks[0].env' must be an object",
            "'tasks[1].name' is missing");
  }

  @Test
  void a_value_out_of_bounds_is_refused() {
    var reply = submit("{\"tasks\":[{\"name\":\"a\",\"priority\":1000}]}");

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("tasks[0]: priority must be -100 to 100, was 1000");
  }

  @Test
  void a_key_that_is_there_twice_is_refused() {
    assertThat(submit("{\"tasks\":[],\"tasks\":[]}").statusCode()).isEqualTo(400);
  }

  @Test
  void a_misspelt_query_parameter_is_refused() {
    var reply = control.get("/api/v1/tasks?stat=failed");

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("did you mean 'state'?");
  }

  @Test
  void a_number_out_of_bounds_is_refused() {
    assertThat(control.get("/api/v1/tasks?limit=100000").body())
        .contains("'limit' must be a whole number from 1 to 1000, was '100000'");
  }

  @Test
  void an_unknown_state_is_refused_with_all_there_are() {
    assertThat(control.get("/api/v1/tasks?state=runing").body())
        .contains("did you mean 'running'?", "unverified");
  }

  @Test
  void a_body_that_is_too_large_is_refused() {
    var reply =
        control.send(
            control
                .stranger("/api/v1/login")
                .POST(BodyPublishers.ofString("{\"code\":\"" + "x".repeat(5_000) + "\"}")));

    assertThat(reply.statusCode()).isEqualTo(413);
    assertThat(reply.body()).contains("at most 1024 bytes");
  }

  @Test
  void an_unknown_path_is_told_what_may_be_meant() {
    var reply = control.send(control.request("/api/v1/wrold").POST(BodyPublishers.noBody()));

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body()).contains("/openapi.json");
  }
}
