package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.access.PolicyReader;
import dev.godmode.protocol.api.Trust.PolicyPair;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.WorkerMessage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People beside the owner, over real HTTP: what they may, and that a change acts at once. */
class PeopleTest {

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

  /** Lets somebody in and logs their browser in; the cookie. */
  private String admit(String name, String role) {
    var reply =
        control.post("/api/v1/people", "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role));
    assertThat(reply.statusCode()).isEqualTo(201);
    return login(Json.tree(reply.body()).at("/login/code").stringValue());
  }

  private String login(String code) {
    var login =
        control.send(
            control
                .stranger("/api/v1/login")
                .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}")));
    return login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private int get(String cookie, String path) {
    return control.send(control.stranger(path).header("Cookie", cookie)).statusCode();
  }

  private HttpResponse<String> post(String cookie, String path, String body) {
    return control.send(
        control
            .stranger(path)
            .header("Cookie", cookie)
            .header("Origin", control.api("").toString())
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void a_viewer_looks_and_changes_nothing() {
    var ada = admit("ada", "viewer");

    assertThat(get(ada, "/api/v1/world")).isEqualTo(200);
    assertThat(get(ada, "/api/v1/tasks")).isEqualTo(200);
    assertThat(post(ada, "/api/v1/stop", "{}").statusCode()).isEqualTo(403);
    assertThat(post(ada, "/api/v1/people", "{\"name\":\"eve\",\"role\":\"owner\"}").statusCode())
        .isEqualTo(403);
    assertThat(post(ada, "/api/v1/people/ada/role", "{\"role\":\"owner\"}").statusCode())
        .isEqualTo(403);
    assertThat(get(ada, "/api/v1/credentials")).isEqualTo(403);
    assertThat(control.ledgerKinds())
        .contains("PersonSet", "AccessDenied")
        .doesNotContain("FleetStopped");
  }

  @Test
  void an_operator_runs_the_fleet_under_their_own_name_and_lets_nobody_in() {
    var bob = admit("bob", "operator");

    var stopped = post(bob, "/api/v1/stop", "{}");

    assertThat(stopped.statusCode()).isEqualTo(200);
    var line = control.json("/api/v1/ledger?kind=FleetStopped").at("/items/0");
    assertThat(line.get("by").stringValue()).isEqualTo("bob");
    assertThat(line.get("text").stringValue()).contains("stopped by bob");
    assertThat(post(bob, "/api/v1/join-codes", "{}").statusCode()).isEqualTo(403);
    assertThat(post(bob, "/api/v1/people/bob/role", "{\"role\":\"owner\"}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_role_that_is_taken_away_acts_in_the_middle_of_a_session() {
    var bob = admit("bob", "operator");
    assertThat(post(bob, "/api/v1/autopilot", "{\"on\":false}").statusCode()).isEqualTo(200);

    control.post("/api/v1/people/bob/role", "{\"role\":\"viewer\"}");

    assertThat(post(bob, "/api/v1/autopilot", "{\"on\":true}").statusCode()).isEqualTo(403);
    assertThat(get(bob, "/api/v1/world")).isEqualTo(200);
  }

  @Test
  void whoever_is_removed_is_out_with_their_stream_and_their_codes() {
    var ada = admit("ada", "viewer");
    var code =
        Json.tree(control.post("/api/v1/people/ada/login-codes", "{}").body())
            .get("code")
            .stringValue();

    try (var stream =
        new EventReader(control.http(), control.stranger("/api/v1/events").header("Cookie", ada))) {
      control.send(control.request("/api/v1/people/ada").DELETE());
      var late =
          control.send(
              control
                  .stranger("/api/v1/login")
                  .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}")));
      do {
        control.submit("something to tell");
      } while (!stream.next().name().equals("closed"));

      assertThat(late.statusCode()).isEqualTo(401);
    }
    assertThat(get(ada, "/api/v1/world")).isEqualTo(401);
  }

  @Test
  void the_owner_stays() {
    var removed = control.send(control.request("/api/v1/people/owner").DELETE());
    var less = control.post("/api/v1/people/owner/role", "{\"role\":\"viewer\"}");

    assertThat(removed.statusCode()).isEqualTo(409);
    assertThat(less.statusCode()).isEqualTo(409);
    assertThat(control.get("/api/v1/world").statusCode()).isEqualTo(200);
  }

  @Test
  void a_misspelt_role_or_name_is_said() {
    admit("ada", "viewer");

    assertThat(control.post("/api/v1/people", "{\"name\":\"eve\",\"role\":\"viewr\"}").body())
        .contains("did you mean 'viewer'");
    assertThat(control.post("/api/v1/people/adda/role", "{\"role\":\"viewer\"}").body())
        .contains("did you mean 'ada'");
    assertThat(
            control.post("/api/v1/people", "{\"name\":\"ada\",\"role\":\"viewer\"}").statusCode())
        .isEqualTo(409);
  }

  @Test
  void a_code_of_ones_own_is_for_nobody_else() {
    var ada = admit("ada", "viewer");

    var own =
        login(Json.tree(post(ada, "/api/v1/login-codes", "{}").body()).get("code").stringValue());

    assertThat(
            Json.tree(control.send(control.stranger("/api/v1/whoami").header("Cookie", own)).body())
                .get("name")
                .stringValue())
        .isEqualTo("ada");
  }

  @Test
  void a_browser_that_logs_out_is_out_and_its_person_stays_one() {
    var ada = admit("ada", "viewer");
    post(ada, "/api/v1/logout", "");

    assertThat(get(ada, "/api/v1/world")).isEqualTo(401);
    var people = control.json("/api/v1/people").get("items");
    assertThat(people.valueStream().map(one -> one.get("name").stringValue()))
        .containsExactly("ada", "owner");
  }

  @Test
  void another_policy_acts_at_once_on_people_and_on_credentials_that_are_out() {
    var bob = admit("bob", "operator");
    try (var worker = control.enrolled("forge").join()) {
      control.submit("mine");
      var attempt = worker.await(ControlMessage.Assign.class).assignment().attempt();
      worker.say(new WorkerMessage.CredentialWanted(attempt));
      var token = worker.await(ControlMessage.Credential.class).token();
      var task = "/api/v1/tasks/" + attempt.task();
      assertThat(bearer(token, task)).isEqualTo(200);

      control.policy("allow:\n  - {who: role:owner, may: \"*\"}\n");

      assertThat(bearer(token, task)).isEqualTo(403);
      assertThat(get(bob, "/api/v1/world")).isEqualTo(403);
      assertThat(control.get("/api/v1/world").statusCode()).isEqualTo(200);
    }
    assertThat(control.ledgerKinds()).contains("PolicyApplied");
  }

  private int bearer(String token, String path) {
    return control
        .send(control.stranger(path).header("Authorization", "Bearer " + token))
        .statusCode();
  }

  @Test
  void a_policy_that_is_wrong_is_told_and_not_in_force() {
    control.policy("allow:\n  - {who: role:viewer, may: \"*\"}\n");

    var policy = control.json("/api/v1/policy");

    assertThat(policy.at("/problems/0/message").stringValue()).contains("lock the owner out");
    assertThat(policy.get("text").stringValue()).isEqualTo(ServedControl.trusting());
    assertThat(control.get("/api/v1/world").statusCode()).isEqualTo(200);
  }

  @Test
  void the_policy_explains_itself_and_tries_others() {
    admit("ada", "viewer");

    var person = control.json("/api/v1/policy/explain?who=ada&may=fleet:stop");
    var agent =
        control.json("/api/v1/policy/explain?who=agent:builder&may=tasks:submit&stream=trusted");
    var typo = control.get("/api/v1/policy/explain?who=agent:builder&may=task:submit");
    var tested = Json.tree(control.post("/api/v1/policy/test", "allow: []").body());
    var diff =
        Json.tree(
            control
                .post(
                    "/api/v1/policy/diff",
                    Json.write(
                        new PolicyPair(PolicyReader.builtIn().text(), ServedControl.trusting())))
                .body());

    assertThat(person.get("allowed").booleanValue()).isFalse();
    assertThat(agent.get("allowed").booleanValue()).isTrue();
    assertThat(agent.get("why").stringValue())
        .matches("line \\d+: agent:\\* may tasks:submit in stream trusted");
    assertThat(typo.body()).contains("did you mean 'tasks:submit'");
    assertThat(tested.get("good").booleanValue()).isFalse();
    assertThat(diff.at("/items/0/gains").booleanValue()).isTrue();
  }
}
