package dev.godmode.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.server.ServedControl;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskRoutesTest {

  @TempDir Path home;
  private ServedControl control;

  @BeforeEach
  void serve() {
    control = new ServedControl(home);
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private HttpResponse<String> submit(String key, String name) {
    var body = "{\"tasks\":[{\"name\":\"%s\"}]}".formatted(name);
    return control.send(
        control
            .request("/api/v1/tasks")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  private String state(Object id) {
    return control.json("/api/v1/tasks/" + id).at("/task/state").stringValue();
  }

  @Test
  void a_task_with_a_name_only_gets_defaults() {
    var id = control.submit("just a name");

    var detail = control.json("/api/v1/tasks/" + id);

    assertThat(detail.at("/spec/agent_type").stringValue()).isEqualTo("shell");
    assertThat(detail.at("/spec/priority").intValue()).isZero();
    assertThat(detail.at("/task/state").stringValue()).isEqualTo("queued");
    assertThat(detail.at("/path").valueStream().map(visit -> visit.get("state").stringValue()))
        .containsExactly("pending", "queued");
    assertThat(detail.at("/story/0/text").stringValue()).isEqualTo("submitted “just a name”");
  }

  @Test
  void a_task_is_found_by_the_beginning_of_its_id_and_by_its_roadmap_key() {
    var body = "{\"tasks\":[{\"name\":\"keyed\",\"roadmap_key\":\"GM-7\",\"held\":true}]}";
    var id = Json.tree(control.post("/api/v1/tasks", body).body()).at("/tasks/0").stringValue();

    assertThat(control.json("/api/v1/tasks/" + id.substring(0, 12)).at("/task/id").stringValue())
        .isEqualTo(id);
    assertThat(control.json("/api/v1/tasks/GM-7").at("/task/id").stringValue()).isEqualTo(id);
  }

  @Test
  void a_beginning_that_fits_several_tasks_is_refused() {
    var id = control.submit("one").value();
    control.submit("two");

    assertThat(control.get("/api/v1/tasks/" + id.substring(0, 3)).body()).contains("could be");
  }

  @Test
  void tasks_come_after_others_by_id_key_or_beginning() {
    var first = control.submit("first");
    var body = "{\"tasks\":[{\"name\":\"second\",\"after\":[\"%s\"]}]}".formatted(first);

    var second = Json.tree(control.post("/api/v1/tasks", body).body()).at("/tasks/0").stringValue();

    assertThat(state(second)).isEqualTo("pending");
    assertThat(control.json("/api/v1/tasks/" + second + "/why").get("summary").stringValue())
        .contains("first");
  }

  @Test
  void nothing_is_taken_when_one_of_several_comes_after_an_unknown_task() {
    var body = "{\"tasks\":[{\"name\":\"good\"},{\"name\":\"bad\",\"after\":[\"nowhere\"]}]}";

    var reply = control.post("/api/v1/tasks", body);

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(control.json("/api/v1/tasks").get("items")).isEmpty();
  }

  @Test
  void nothing_is_taken_when_one_of_several_asks_for_what_the_kernel_refuses() {
    var goal = "x".repeat(100_000);
    var body =
        "{\"tasks\":[{\"name\":\"good\"},{\"name\":\"bad\",\"goal\":\"%s\"}]}".formatted(goal);

    var reply = control.post("/api/v1/tasks", body);

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("tasks[1]: its goal has 100000 bytes, at most 98304");
    assertThat(control.json("/api/v1/tasks").get("items")).isEmpty();
  }

  @Test
  void tasks_come_after_earlier_ones_of_their_request_by_name_or_key() {
    var body =
        """
        {"tasks":[{"name":"build","held":true},
                  {"name":"test","after":["build"],"roadmap_key":"GM-7"},
                  {"name":"ship","after":["#GM-7","build"]}]}
        """;

    var ids = Json.tree(control.post("/api/v1/tasks", body).body()).get("tasks");

    assertThat(after(ids.get(1).stringValue())).containsExactly(ids.get(0).stringValue());
    assertThat(after(ids.get(2).stringValue()))
        .containsExactlyInAnyOrder(ids.get(0).stringValue(), ids.get(1).stringValue());
  }

  private List<String> after(String id) {
    var spec = control.json("/api/v1/tasks/" + id).get("spec");
    return spec.get("after").valueStream().map(each -> each.stringValue()).toList();
  }

  @Test
  void tasks_that_come_after_each_other_are_refused_and_the_circle_is_told() {
    var body =
        "{\"tasks\":[{\"name\":\"hen\",\"after\":[\"egg\"]},{\"name\":\"egg\",\"after\":[\"hen\"]}]}";

    var reply = control.post("/api/v1/tasks", body);

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("tasks[0]: comes after 'egg', which is tasks[1]", "circle");
    assertThat(control.json("/api/v1/tasks").get("items")).isEmpty();
  }

  @Test
  void a_name_that_several_of_a_request_have_says_nothing() {
    var body = "{\"tasks\":[{\"name\":\"a\"},{\"name\":\"a\"},{\"name\":\"b\",\"after\":[\"a\"]}]}";

    var reply = control.post("/api/v1/tasks", body);

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("tasks[2]: comes after 'a', and several tasks");
  }

  @Test
  void the_same_key_and_body_are_done_once() {
    var first = submit("k1", "once");
    var again = submit("k1", "once");
    var other = submit("k1", "something else");

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(control.json("/api/v1/tasks").get("items")).hasSize(1);
  }

  @Test
  void a_key_whose_request_was_refused_may_be_used_again() {
    assertThat(submit("k2", " ").statusCode()).isEqualTo(422);
    assertThat(submit("k2", "now with a name").statusCode()).isEqualTo(201);
  }

  @Test
  void pages_follow_each_other_without_gap_or_overlap() {
    for (var i = 0; i < 5; i++) {
      control.submit("task " + i);
    }

    var first = control.json("/api/v1/tasks?limit=3");
    var second = control.json("/api/v1/tasks?limit=3&cursor=" + first.get("next").stringValue());

    assertThat(first.get("items").valueStream().map(task -> task.get("name").stringValue()))
        .containsExactly("task 4", "task 3", "task 2");
    assertThat(second.get("items").valueStream().map(task -> task.get("name").stringValue()))
        .containsExactly("task 1", "task 0");
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void the_list_is_narrowed_by_state_agent_stream_and_text() {
    control.submit("port audit");
    control.post(
        "/api/v1/tasks",
        "{\"tasks\":[{\"name\":\"digest\",\"stream\":\"docs\",\"agent_type\":\"scribe\",\"held\":true}]}");

    assertThat(names("state=pending,waiting")).containsExactly("digest");
    assertThat(names("agent=scribe")).containsExactly("digest");
    assertThat(names("stream=docs")).containsExactly("digest");
    assertThat(names("q=AUDIT")).containsExactly("port audit");
  }

  private List<String> names(String query) {
    return control
        .json("/api/v1/tasks?" + query)
        .get("items")
        .valueStream()
        .map(task -> task.get("name").stringValue())
        .toList();
  }

  @Test
  void a_task_is_held_released_cancelled_and_tried_again() {
    var id = control.submit("steered");
    var path = "/api/v1/tasks/" + id;

    assertThat(control.post(path + "/hold", "{\"reason\":\"not now\"}").statusCode())
        .isEqualTo(200);
    assertThat(state(id)).isEqualTo("pending");
    assertThat(control.post(path + "/release", "").statusCode()).isEqualTo(200);
    assertThat(state(id)).isEqualTo("queued");
    assertThat(control.post(path + "/cancel", "{}").statusCode()).isEqualTo(200);
    assertThat(state(id)).isEqualTo("cancelled");
    assertThat(control.post(path + "/cancel", "{}").statusCode()).isEqualTo(409);
    assertThat(control.post(path + "/retry", "{}").statusCode()).isEqualTo(200);
    assertThat(state(id)).isEqualTo("queued");
  }

  @Test
  void a_task_that_waits_for_a_person_goes_on_with_a_yes() {
    var body = "{\"tasks\":[{\"name\":\"careful\",\"approval\":true}]}";
    var id = Json.tree(control.post("/api/v1/tasks", body).body()).at("/tasks/0").stringValue();

    assertThat(state(id)).isEqualTo("waiting");
    control.post("/api/v1/tasks/" + id + "/approve", "{\"reason\":\"looks good\"}");

    assertThat(state(id)).isEqualTo("queued");
  }

  @Test
  void stop_reaches_what_runs_and_resume_lets_it_go_on() {
    try (var worker = control.enrolled("forge").join()) {
      control.submit("long");
      var key = worker.await(ControlMessage.Assign.class).assignment().attempt();

      control.post("/api/v1/stop", "{\"reason\":\"enough\"}");

      assertThat(worker.await(ControlMessage.Stop.class).attempt()).isEqualTo(key);
      assertThat(control.json("/api/v1/world").get("stopped").stringValue()).isEqualTo("enough");
      control.post("/api/v1/resume", "");
      assertThat(control.json("/api/v1/world").has("stopped")).isFalse();
    }
  }

  @Test
  void the_world_counts_what_the_kernel_holds() {
    control.submit("a");
    control.submit("b");
    control.post("/api/v1/tasks/a/cancel", "{}");

    var world = control.json("/api/v1/world");

    assertThat(world.at("/tasks/queued").intValue()).isEqualTo(1);
    assertThat(world.at("/tasks/cancelled").intValue()).isEqualTo(1);
    assertThat(world.at("/tasks/running").intValue()).isZero();
    assertThat(world.get("live")).hasSize(1);
    assertThat(world.at("/recent/0/name").stringValue()).isEqualTo("a");
    assertThat(world.get("sequence").longValue()).isEqualTo(control.ledgerKinds().size());
  }

  @Test
  void autopilot_is_switched() {
    control.post("/api/v1/autopilot", "{\"on\":false}");

    assertThat(control.json("/api/v1/world").at("/autopilot/state").stringValue()).isEqualTo("off");
  }
}
