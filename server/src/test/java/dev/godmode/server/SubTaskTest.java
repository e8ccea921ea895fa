package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt may hand on: less than it has, and work of its own kind. */
class SubTaskTest {

  @TempDir Path home;
  private RunningAttempts attempts;

  @BeforeEach
  void serve() {
    attempts = new RunningAttempts(home);
  }

  @AfterEach
  void stop() {
    attempts.close();
  }

  @Test
  void a_credential_can_be_traded_for_less_and_never_for_more() {
    var mine = attempts.begin("mine", ServedControl.TRUSTED);

    var less = attempts.exchange(mine.token(), "logs:read");
    var narrow = Json.tree(less.body()).get("access_token").stringValue();
    var more = attempts.exchange(narrow, "logs:read tasks:submit");
    var typo = attempts.exchange(mine.token(), "log:read");

    assertThat(Json.tree(less.body()).get("scope").stringValue()).isEqualTo("logs:read");
    assertThat(Json.tree(less.body()).get("token_type").stringValue()).isEqualTo("Bearer");
    var task = "/api/v1/tasks/" + mine.attempt().task();
    assertThat(attempts.get(narrow, task + "/log").statusCode()).isEqualTo(200);
    assertThat(attempts.get(narrow, task).statusCode()).isEqualTo(403);
    assertThat(more.statusCode()).isEqualTo(400);
    assertThat(more.body()).contains("invalid_scope");
    assertThat(typo.body()).contains("did you mean 'logs:read'");
    assertThat(attempts.denials())
        .anySatisfy(text -> assertThat(text).contains("an exchange for more"));
    attempts.end(mine.attempt());
    assertThat(attempts.get(narrow, task + "/log").statusCode()).isEqualTo(401);
  }

  @Test
  void an_attempt_hands_in_work_of_its_own_kind_when_it_may_and_sees_it() {
    var mine = attempts.begin("mine", ServedControl.TRUSTED);

    var reply =
        attempts.post(
            mine.token(), "/api/v1/tasks", "{\"tasks\":[{\"name\":\"sub\",\"held\":true}]}");
    var sub = Json.tree(reply.body()).at("/tasks/0").stringValue();
    var seen = Json.tree(attempts.get(mine.token(), "/api/v1/tasks/" + sub).body());

    assertThat(reply.statusCode()).isEqualTo(201);
    assertThat(seen.at("/spec/parent").stringValue()).isEqualTo(mine.attempt().task().value());
    assertThat(seen.at("/spec/stream").stringValue()).isEqualTo(ServedControl.TRUSTED);
    assertThat(attempts.control.get("/api/v1/ledger?subject=" + sub).body())
        .contains("attempt:" + mine.attempt());
  }

  @Test
  void what_an_attempt_may_not_do_it_may_not_have_done_by_a_task() {
    var mine = attempts.begin("mine", ServedControl.TRUSTED);
    var plain = attempts.begin("plain", "shop");

    assertThat(submit(mine, "\"agent_type\":\"builder\"")).isEqualTo(403);
    assertThat(submit(mine, "\"stream\":\"other\"")).isEqualTo(403);
    assertThat(submit(mine, "\"priority\":50")).isEqualTo(403);
    assertThat(submit(mine, "\"env\":{\"KEY\":\"secret://deploy\"}")).isEqualTo(403);
    assertThat(submit(mine, "\"roadmap_key\":\"12\"")).isEqualTo(403);
    assertThat(submit(mine, "\"after\":[\"%s\"]".formatted(plain.attempt().task()))).isEqualTo(403);
    assertThat(submit(plain, "\"held\":true")).isEqualTo(403);
    assertThat(submit(mine, "\"held\":true")).isEqualTo(201);
  }

  private int submit(RunningAttempts.Begun by, String field) {
    return attempts
        .post(by.token(), "/api/v1/tasks", "{\"tasks\":[{\"name\":\"x\",%s}]}".formatted(field))
        .statusCode();
  }

  @Test
  void an_attempt_cannot_flood_the_queue() {
    var mine = attempts.begin("mine", ServedControl.TRUSTED);
    var tasks = String.join(",", Collections.nCopies(60, "{\"name\":\"x\",\"held\":true}"));
    var body = "{\"tasks\":[" + tasks + "]}";

    assertThat(attempts.post(mine.token(), "/api/v1/tasks", body).statusCode()).isEqualTo(201);
    assertThat(attempts.post(mine.token(), "/api/v1/tasks", body).statusCode()).isEqualTo(403);
  }
}
