package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.server.fleet.TestWorker;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt's program may do with its credential, over real HTTP, and when it ends. */
class CredentialTest {

  /** All that an attempt can come by, and only for what is its own. */
  private static final Set<String> OF_ATTEMPTS =
      Set.of(
          "POST /api/v1/tasks",
          "GET /api/v1/tasks/{id}",
          "GET /api/v1/tasks/{id}/why",
          "GET /api/v1/tasks/{id}/log",
          "GET /api/v1/tasks/{id}/log/download",
          "GET /api/v1/whoami");

  private static final Set<String> OPEN =
      Set.of(
          "GET /health",
          "GET /livez",
          "GET /readyz",
          "POST /api/v1/login",
          "POST /api/v1/token",
          "GET /.well-known/jwks.json");

  @TempDir Path home;
  private ServedControl control;
  private TestWorker worker;

  @BeforeEach
  void serve() {
    control = new ServedControl(home);
    worker = control.enrolled("forge").join();
  }

  @AfterEach
  void stop() {
    worker.close();
    control.close();
  }

  private record Begun(AttemptKey attempt, String token) {}

  private Begun begin(String name, String stream) {
    control.post(
        "/api/v1/tasks",
        "{\"tasks\":[{\"name\":\"%s\",\"stream\":\"%s\",\"command\":[\"true\"]}]}"
            .formatted(name, stream));
    var attempt = worker.await(ControlMessage.Assign.class).assignment().attempt();
    worker.say(new WorkerMessage.Started(attempt));
    return new Begun(attempt, token(attempt));
  }

  private String token(AttemptKey attempt) {
    worker.say(new WorkerMessage.CredentialWanted(attempt));
    return worker.await(ControlMessage.Credential.class).token();
  }

  private HttpResponse<String> get(String token, String path) {
    return control.send(control.stranger(path).header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> post(String token, String path, String body) {
    return control.send(
        control
            .stranger(path)
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body)));
  }

  private void end(AttemptKey attempt) {
    worker.say(
        new WorkerMessage.Ended(
            attempt,
            new AttemptReport(
                Ending.SUCCEEDED, Optional.of(0), "", List.of(), "", Duration.ZERO, 0)));
    worker.await(ControlMessage.Confirm.class);
  }

  private List<String> denials() {
    control.settle();
    return control
        .json("/api/v1/ledger?kind=AccessDenied&limit=1000")
        .get("items")
        .valueStream()
        .map(line -> line.get("text").stringValue())
        .toList();
  }

  @Test
  void a_program_sees_its_own_task_and_its_own_log() {
    var mine = begin("mine", "shop");

    var task = get(mine.token(), "/api/v1/tasks/" + mine.attempt().task());
    var log = get(mine.token(), "/api/v1/tasks/" + mine.attempt().task() + "/log");
    var self = Json.tree(get(mine.token(), "/api/v1/whoami").body());

    assertThat(task.statusCode()).isEqualTo(200);
    assertThat(log.statusCode()).isEqualTo(200);
    assertThat(self.get("kind").stringValue()).isEqualTo("attempt");
    assertThat(self.get("task").stringValue()).isEqualTo(mine.attempt().task().value());
    assertThat(self.get("scopes").valueStream().map(scope -> scope.stringValue()))
        .containsExactly("tasks:read", "logs:read");
  }

  @Test
  void another_task_is_refused_and_looks_as_one_that_does_not_exist() {
    var other = begin("other", "");
    var mine = begin("mine", "");

    var theirs = get(mine.token(), "/api/v1/tasks/" + other.attempt().task());
    var theirLog = get(mine.token(), "/api/v1/tasks/" + other.attempt().task() + "/log/download");
    var nobodys = get(mine.token(), "/api/v1/tasks/no-such-task");

    assertThat(theirs.statusCode()).isEqualTo(403);
    assertThat(theirLog.statusCode()).isEqualTo(403);
    assertThat(nobodys.statusCode()).isEqualTo(403);
    assertThat(nobodys.body()).isEqualTo(theirs.body());
    assertThat(denials())
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains("attempt:" + mine.attempt(), "GET /api/v1/tasks/{id}", "its own"));
  }

  @Test
  void every_route_is_closed_to_attempts_but_the_few_that_are_theirs() {
    var mine = begin("mine", ServedControl.TRUSTED);
    var closed = new ArrayList<String>();
    control
        .json("/openapi.json")
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(
                        method ->
                            closed.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    closed.removeAll(OF_ATTEMPTS);
    closed.removeAll(OPEN);

    assertThat(closed)
        .hasSizeGreaterThan(35)
        .allSatisfy(
            name -> {
              var parts = name.split(" ", 2);
              var reply =
                  control.send(
                      control
                          .stranger(parts[1].replaceAll("\\{\\w+}", mine.attempt().task().value()))
                          .header("Authorization", "Bearer " + mine.token())
                          .method(parts[0], BodyPublishers.ofString("{}")));
              assertThat(reply.statusCode()).isEqualTo(403);
            });
  }

  @Test
  void a_credential_is_worth_nothing_as_soon_as_the_attempt_has_ended() {
    var mine = begin("mine", "");

    end(mine.attempt());
    var replayed = get(mine.token(), "/api/v1/whoami");

    assertThat(replayed.statusCode()).isEqualTo(401);
    assertThat(denials()).anySatisfy(text -> assertThat(text).contains("the task has ended"));
    worker.say(new WorkerMessage.CredentialWanted(mine.attempt()));
    assertThat(worker.await(ControlMessage.NoCredential.class).reason()).contains("ended");
  }

  @Test
  void a_credential_of_a_fence_that_no_longer_holds_is_refused() {
    var stale = begin("mine", "");
    worker.say(
        new WorkerMessage.Ended(
            stale.attempt(),
            new AttemptReport(
                Ending.ORPHANED, Optional.empty(), "", List.of(), "", Duration.ZERO, 0)));
    var fresh = worker.await(ControlMessage.Assign.class).assignment().attempt();

    var reply = get(stale.token(), "/api/v1/whoami");

    assertThat(fresh.task()).isEqualTo(stale.attempt().task());
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.body())
        .contains("fence %d no longer holds".formatted(stale.attempt().fence()));
    assertThat(get(token(fresh), "/api/v1/whoami").statusCode()).isEqualTo(200);
  }

  @Test
  void a_revocation_acts_at_once_and_the_worker_gets_no_other_one() {
    var one = begin("one", "");
    var two = begin("two", "");

    control.post(
        "/api/v1/credentials/revoke",
        "{\"task\":\"%s\",\"reason\":\"it misbehaves\"}".formatted(one.attempt().task()));

    assertThat(get(one.token(), "/api/v1/whoami").statusCode()).isEqualTo(401);
    assertThat(get(two.token(), "/api/v1/whoami").statusCode()).isEqualTo(200);
    worker.say(new WorkerMessage.CredentialWanted(one.attempt()));
    assertThat(worker.await(ControlMessage.NoCredential.class).reason()).contains("it misbehaves");
    assertThat(denials()).anySatisfy(text -> assertThat(text).contains("revoked: it misbehaves"));
    assertThat(control.ledgerKinds()).contains("CredentialRevoked");
  }

  @Test
  void revocation_reaches_an_agent_a_node_or_all_and_says_when_it_reaches_nobody() {
    var one = begin("one", "");

    var none = control.post("/api/v1/credentials/revoke", "{\"agent\":\"writer\"}");
    var unsaid = control.post("/api/v1/credentials/revoke", "{}");
    var unknown = control.post("/api/v1/credentials/revoke", "{\"node\":\"frge\"}");
    var node = control.post("/api/v1/credentials/revoke", "{\"node\":\"forge\"}");
    var again = control.post("/api/v1/credentials/revoke", "{\"all\":true}");

    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(unsaid.statusCode()).isEqualTo(422);
    assertThat(unknown.body()).contains("did you mean 'forge'");
    assertThat(node.statusCode()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(get(one.token(), "/api/v1/whoami").statusCode()).isEqualTo(401);
  }

  @Test
  void with_its_node_a_credential_goes_too() {
    var mine = begin("mine", "");

    control.send(control.request("/api/v1/nodes/forge").DELETE());

    assertThat(get(mine.token(), "/api/v1/whoami").statusCode()).isEqualTo(401);
  }

  @Test
  void another_nodes_attempt_gets_no_credential() {
    var mine = begin("mine", "");

    try (var other = control.enrolled("anvil").join()) {
      other.say(new WorkerMessage.CredentialWanted(mine.attempt()));

      assertThat(other.await(ControlMessage.NoCredential.class).reason()).contains("another node");
    }
  }

  @Test
  void the_list_tells_what_is_live_and_never_the_secret() {
    var mine = begin("mine", "shop");
    token(mine.attempt());

    var list = control.get("/api/v1/credentials");
    end(mine.attempt());

    var item = Json.tree(list.body()).at("/items/0");
    assertThat(item.get("node_name").stringValue()).isEqualTo("forge");
    assertThat(item.get("stream").stringValue()).isEqualTo("shop");
    assertThat(item.get("issued").intValue()).isEqualTo(2);
    assertThat(list.body()).doesNotContain(mine.token().substring(0, 40));
    assertThat(control.json("/api/v1/credentials").get("items")).isEmpty();
  }

  @Test
  void a_credential_can_be_traded_for_less_and_never_for_more() {
    var mine = begin("mine", ServedControl.TRUSTED);

    var less = exchange(mine.token(), "logs:read");
    var narrow = Json.tree(less.body()).get("access_token").stringValue();
    var more = exchange(narrow, "logs:read tasks:submit");
    var typo = exchange(mine.token(), "log:read");

    assertThat(Json.tree(less.body()).get("scope").stringValue()).isEqualTo("logs:read");
    assertThat(Json.tree(less.body()).get("token_type").stringValue()).isEqualTo("Bearer");
    var task = "/api/v1/tasks/" + mine.attempt().task();
    assertThat(get(narrow, task + "/log").statusCode()).isEqualTo(200);
    assertThat(get(narrow, task).statusCode()).isEqualTo(403);
    assertThat(more.statusCode()).isEqualTo(400);
    assertThat(more.body()).contains("invalid_scope");
    assertThat(typo.body()).contains("did you mean 'logs:read'");
    assertThat(denials()).anySatisfy(text -> assertThat(text).contains("an exchange for more"));
    end(mine.attempt());
    assertThat(get(narrow, task + "/log").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> exchange(String token, String scope) {
    return control.send(
        control
            .stranger("/api/v1/token")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=%s&scope=%s"
                        .formatted(token, URLEncoder.encode(scope, StandardCharsets.UTF_8)))));
  }

  @Test
  void an_attempt_hands_in_work_of_its_own_kind_when_it_may_and_sees_it() {
    var mine = begin("mine", ServedControl.TRUSTED);

    var reply =
        post(mine.token(), "/api/v1/tasks", "{\"tasks\":[{\"name\":\"sub\",\"held\":true}]}");
    var sub = Json.tree(reply.body()).at("/tasks/0").stringValue();
    var seen = Json.tree(get(mine.token(), "/api/v1/tasks/" + sub).body());

    assertThat(reply.statusCode()).isEqualTo(201);
    assertThat(seen.at("/spec/parent").stringValue()).isEqualTo(mine.attempt().task().value());
    assertThat(seen.at("/spec/stream").stringValue()).isEqualTo(ServedControl.TRUSTED);
    assertThat(control.get("/api/v1/ledger?subject=" + sub).body())
        .contains("attempt:" + mine.attempt());
  }

  @Test
  void what_an_attempt_may_not_do_it_may_not_have_done_by_a_task() {
    var mine = begin("mine", ServedControl.TRUSTED);
    var plain = begin("plain", "shop");

    assertThat(submit(mine, "\"agent_type\":\"builder\"")).isEqualTo(403);
    assertThat(submit(mine, "\"stream\":\"other\"")).isEqualTo(403);
    assertThat(submit(mine, "\"priority\":50")).isEqualTo(403);
    assertThat(submit(mine, "\"env\":{\"KEY\":\"secret://deploy\"}")).isEqualTo(403);
    assertThat(submit(mine, "\"roadmap_key\":\"12\"")).isEqualTo(403);
    assertThat(submit(mine, "\"after\":[\"%s\"]".formatted(plain.attempt().task()))).isEqualTo(403);
    assertThat(submit(plain, "\"held\":true")).isEqualTo(403);
    assertThat(submit(mine, "\"held\":true")).isEqualTo(201);
  }

  private int submit(Begun by, String field) {
    return post(by.token(), "/api/v1/tasks", "{\"tasks\":[{\"name\":\"x\",%s}]}".formatted(field))
        .statusCode();
  }

  @Test
  void an_attempt_cannot_flood_the_queue() {
    var mine = begin("mine", ServedControl.TRUSTED);
    var tasks = String.join(",", Collections.nCopies(60, "{\"name\":\"x\",\"held\":true}"));
    var body = "{\"tasks\":[" + tasks + "]}";

    assertThat(post(mine.token(), "/api/v1/tasks", body).statusCode()).isEqualTo(201);
    assertThat(post(mine.token(), "/api/v1/tasks", body).statusCode()).isEqualTo(403);
  }

  @Test
  void two_authorization_headers_are_one_too_many() {
    var mine = begin("mine", "");

    var reply =
        RawHttp.send(
            control.api("/api/v1/whoami"),
            "GET /api/v1/whoami HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                .formatted(control.api("").getAuthority(), mine.token(), control.token()));

    assertThat(reply).startsWith("HTTP/1.1 400 ").contains("one Authorization header");
  }

  @Test
  void a_credential_is_not_helped_by_a_session_that_comes_with_it() {
    var mine = begin("mine", "");
    var code =
        Json.tree(control.post("/api/v1/login-codes", "{}").body()).get("code").stringValue();
    var login =
        control.send(
            control
                .stranger("/api/v1/login")
                .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}")));
    var cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    end(mine.attempt());

    var reply =
        control.send(
            control
                .stranger("/api/v1/world")
                .header("Cookie", cookie)
                .header("Authorization", "Bearer " + mine.token()));

    assertThat(reply.statusCode()).isEqualTo(401);
  }

  @Test
  void denials_again_and_again_are_counted_not_written_one_by_one() {
    for (var i = 0; i < 50; i++) {
      get("no-such-token", "/api/v1/world");
    }
    assertThat(denials()).hasSize(1);

    control.clock.advance(Duration.ofSeconds(31));
    get("no-such-token", "/api/v1/world");

    assertThat(denials()).hasSize(3);
    assertThat(denials()).anySatisfy(text -> assertThat(text).contains("(49 times)"));
  }

  @Test
  void the_keys_are_published() {
    var keys = Json.tree(control.send(control.stranger("/.well-known/jwks.json")).body());

    assertThat(keys.at("/keys/0/crv").stringValue()).isEqualTo("P-256");
    assertThat(keys.at("/keys/0/d").isMissingNode()).isTrue();
  }

  @Test
  void the_fleet_port_lets_attempts_in_and_nobody_else() {
    var mine = begin("mine", "");

    assertThat(worker.get("/api/v1/whoami", mine.token())).isEqualTo(200);
    assertThat(worker.get("/api/v1/tasks/" + mine.attempt().task(), mine.token())).isEqualTo(200);
    assertThat(worker.get("/.well-known/jwks.json", "")).isEqualTo(200);
    assertThat(worker.get("/api/v1/whoami", "")).isEqualTo(401);
    assertThat(worker.get("/api/v1/whoami", control.token())).isEqualTo(401);
    assertThat(worker.get("/api/v1/world", mine.token())).isEqualTo(404);
  }
}
