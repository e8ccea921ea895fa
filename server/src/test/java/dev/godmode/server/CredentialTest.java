package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
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
          "GET /v1/models",
          "GET /v1/models/{model}",
          "POST /v1/chat/completions",
          "POST /v1/responses",
          "POST /v1/embeddings",
          "POST /v1/messages",
          "POST /v1/messages/count_tokens",
          "GET /api/v1/memories",
          "POST /api/v1/memories",
          "GET /api/v1/memories/{id}",
          "DELETE /api/v1/memories/{id}",
          "POST /api/v1/memories/{id}/promote",
          "POST /api/v1/memory/recall",
          "GET /api/v1/memory/near",
          "POST /api/v1/memory/relations",
          "GET /api/v1/messages",
          "POST /api/v1/messages",
          "POST /api/v1/messages/take",
          "GET /api/v1/messages/{id}",
          "POST /api/v1/proposals",
          "POST /api/v1/questions",
          "POST /api/v1/tasks",
          "GET /api/v1/tasks/{id}",
          "GET /api/v1/tasks/{id}/why",
          "GET /api/v1/tasks/{id}/log",
          "GET /api/v1/tasks/{id}/log/download",
          "GET /api/v1/whoami",
          "POST /mcp",
          "GET /mcp",
          "DELETE /mcp",
          "POST /a2a",
          "POST /a2a/message:send",
          "POST /a2a/message:stream",
          "GET /a2a/tasks",
          "GET /a2a/tasks/{id}",
          "POST /a2a/tasks/{id}",
          "GET /a2a/extendedAgentCard",
          "GET /a2a/tasks/{id}/pushNotificationConfigs",
          "POST /a2a/tasks/{id}/pushNotificationConfigs",
          "GET /a2a/tasks/{id}/pushNotificationConfigs/{config}",
          "DELETE /a2a/tasks/{id}/pushNotificationConfigs/{config}");

  private static final Set<String> OPEN =
      Set.of(
          "GET /health",
          "GET /livez",
          "GET /readyz",
          "GET /api/v1/login",
          "POST /api/v1/login",
          "GET /api/v1/login/oidc",
          "GET /api/v1/login/oidc/callback",
          "POST /api/v1/login/tailnet",
          "POST /api/v1/login/device",
          "POST /api/v1/login/device/poll",
          "POST /api/v1/token",
          "GET /.well-known/jwks.json",
          "GET /.well-known/agent-card.json");

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
  void a_program_sees_its_own_task_and_its_own_log() {
    var mine = attempts.begin("mine", "shop");

    var task = attempts.get(mine.token(), "/api/v1/tasks/" + mine.attempt().task());
    var log = attempts.get(mine.token(), "/api/v1/tasks/" + mine.attempt().task() + "/log");
    var self = Json.tree(attempts.get(mine.token(), "/api/v1/whoami").body());

    assertThat(task.statusCode()).isEqualTo(200);
    assertThat(log.statusCode()).isEqualTo(200);
    assertThat(self.get("kind").stringValue()).isEqualTo("attempt");
    assertThat(self.get("task").stringValue()).isEqualTo(mine.attempt().task().value());
    assertThat(self.get("scopes").valueStream().map(scope -> scope.stringValue()))
        .containsExactly(
            "tasks:read",
            "models:call",
            "memory:read",
            "memory:write",
            "messages:read",
            "messages:send",
            "logs:read",
            "documents:propose",
            "people:ask");
  }

  @Test
  void another_task_is_refused_and_looks_as_one_that_does_not_exist() {
    var other = attempts.begin("other", "");
    var mine = attempts.begin("mine", "");

    var theirs = attempts.get(mine.token(), "/api/v1/tasks/" + other.attempt().task());
    var theirLog =
        attempts.get(mine.token(), "/api/v1/tasks/" + other.attempt().task() + "/log/download");
    var nobodys = attempts.get(mine.token(), "/api/v1/tasks/no-such-task");

    assertThat(theirs.statusCode()).isEqualTo(403);
    assertThat(theirLog.statusCode()).isEqualTo(403);
    assertThat(nobodys.statusCode()).isEqualTo(403);
    assertThat(nobodys.body()).isEqualTo(theirs.body());
    assertThat(attempts.denials())
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains("attempt:" + mine.attempt(), "GET /api/v1/tasks/{id}", "its own"));
  }

  @Test
  void every_route_is_closed_to_attempts_but_the_few_that_are_theirs() {
    var mine = attempts.begin("mine", ServedControl.TRUSTED);
    var closed = new ArrayList<String>();
    attempts
        .control
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
                  attempts.control.send(
                      attempts
                          .control
                          .stranger(parts[1].replaceAll("\\{\\w+}", mine.attempt().task().value()))
                          .header("Authorization", "Bearer " + mine.token())
                          .method(parts[0], BodyPublishers.ofString("{}")));
              assertThat(reply.statusCode()).isEqualTo(403);
            });
  }

  @Test
  void a_credential_is_worth_nothing_as_soon_as_the_attempt_has_ended() {
    var mine = attempts.begin("mine", "");

    attempts.end(mine.attempt());
    var replayed = attempts.get(mine.token(), "/api/v1/whoami");

    assertThat(replayed.statusCode()).isEqualTo(401);
    assertThat(attempts.denials())
        .anySatisfy(text -> assertThat(text).contains("the task has ended"));
    attempts.worker.say(new WorkerMessage.CredentialWanted(mine.attempt()));
    assertThat(attempts.worker.await(ControlMessage.NoCredential.class).reason()).contains("ended");
  }

  @Test
  void a_credential_of_a_fence_that_no_longer_holds_is_refused() {
    var stale = attempts.begin("mine", "");
    attempts.worker.say(
        new WorkerMessage.Ended(stale.attempt(), AttemptReport.of(Ending.ORPHANED).build()));
    var fresh = attempts.worker.await(ControlMessage.Assign.class).assignment().attempt();

    var reply = attempts.get(stale.token(), "/api/v1/whoami");

    assertThat(fresh.task()).isEqualTo(stale.attempt().task());
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.body())
        .contains("fence %d no longer holds".formatted(stale.attempt().fence()));
    assertThat(attempts.get(attempts.token(fresh), "/api/v1/whoami").statusCode()).isEqualTo(200);
  }

  @Test
  void a_revocation_acts_at_once_and_the_worker_gets_no_other_one() {
    var one = attempts.begin("one", "");
    var two = attempts.begin("two", "");

    attempts.control.post(
        "/api/v1/credentials/revoke",
        "{\"task\":\"%s\",\"reason\":\"it misbehaves\"}".formatted(one.attempt().task()));

    assertThat(attempts.get(one.token(), "/api/v1/whoami").statusCode()).isEqualTo(401);
    assertThat(attempts.get(two.token(), "/api/v1/whoami").statusCode()).isEqualTo(200);
    attempts.worker.say(new WorkerMessage.CredentialWanted(one.attempt()));
    assertThat(attempts.worker.await(ControlMessage.NoCredential.class).reason())
        .contains("it misbehaves");
    assertThat(attempts.denials())
        .anySatisfy(text -> assertThat(text).contains("revoked: it misbehaves"));
    assertThat(attempts.control.ledgerKinds()).contains("CredentialRevoked");
  }

  @Test
  void revocation_reaches_an_agent_a_node_or_all_and_says_when_it_reaches_nobody() {
    var one = attempts.begin("one", "");

    var none = attempts.control.post("/api/v1/credentials/revoke", "{\"agent\":\"writer\"}");
    var unsaid = attempts.control.post("/api/v1/credentials/revoke", "{}");
    var unknown = attempts.control.post("/api/v1/credentials/revoke", "{\"node\":\"frge\"}");
    var node = attempts.control.post("/api/v1/credentials/revoke", "{\"node\":\"forge\"}");
    var again = attempts.control.post("/api/v1/credentials/revoke", "{\"all\":true}");

    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(unsaid.statusCode()).isEqualTo(422);
    assertThat(unknown.body()).contains("did you mean 'forge'");
    assertThat(node.statusCode()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(attempts.get(one.token(), "/api/v1/whoami").statusCode()).isEqualTo(401);
  }

  @Test
  void with_its_node_a_credential_goes_too() {
    var mine = attempts.begin("mine", "");

    attempts.control.send(attempts.control.request("/api/v1/nodes/forge").DELETE());

    assertThat(attempts.get(mine.token(), "/api/v1/whoami").statusCode()).isEqualTo(401);
  }

  @Test
  void another_nodes_attempt_gets_no_credential() {
    var mine = attempts.begin("mine", "");

    try (var other = attempts.control.enrolled("anvil").join()) {
      other.say(new WorkerMessage.CredentialWanted(mine.attempt()));

      assertThat(other.await(ControlMessage.NoCredential.class).reason()).contains("another node");
    }
  }

  @Test
  void the_list_tells_what_is_live_and_never_the_secret() {
    var mine = attempts.begin("mine", "shop");
    attempts.token(mine.attempt());

    var list = attempts.control.get("/api/v1/credentials");
    attempts.end(mine.attempt());

    var item = Json.tree(list.body()).at("/items/0");
    assertThat(item.get("node_name").stringValue()).isEqualTo("forge");
    assertThat(item.get("stream").stringValue()).isEqualTo("shop");
    assertThat(item.get("issued").intValue()).isEqualTo(2);
    assertThat(list.body()).doesNotContain(mine.token().substring(0, 40));
    assertThat(attempts.control.json("/api/v1/credentials").get("items")).isEmpty();
  }

  @Test
  void two_authorization_headers_are_one_too_many() {
    var mine = attempts.begin("mine", "");

    var reply =
        RawHttp.send(
            attempts.control.api("/api/v1/whoami"),
            "GET /api/v1/whoami HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                .formatted(
                    attempts.control.api("").getAuthority(),
                    mine.token(),
                    attempts.control.token()));

    assertThat(reply).startsWith("HTTP/1.1 400 ").contains("one Authorization header");
  }

  @Test
  void a_credential_is_not_helped_by_a_session_that_comes_with_it() {
    var mine = attempts.begin("mine", "");
    var code =
        Json.tree(attempts.control.post("/api/v1/login-codes", "{}").body())
            .get("code")
            .stringValue();
    var login =
        attempts.control.send(
            attempts
                .control
                .stranger("/api/v1/login")
                .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}")));
    var cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    attempts.end(mine.attempt());

    var reply =
        attempts.control.send(
            attempts
                .control
                .stranger("/api/v1/world")
                .header("Cookie", cookie)
                .header("Authorization", "Bearer " + mine.token()));

    assertThat(reply.statusCode()).isEqualTo(401);
  }

  @Test
  void denials_again_and_again_are_counted_not_written_one_by_one() {
    for (var i = 0; i < 50; i++) {
      attempts.get("no-such-token", "/api/v1/world");
    }
    assertThat(attempts.denials()).hasSize(1);

    attempts.control.clock.advance(Duration.ofSeconds(31));
    attempts.get("no-such-token", "/api/v1/world");

    assertThat(attempts.denials()).hasSize(3);
    assertThat(attempts.denials()).anySatisfy(text -> assertThat(text).contains("(49 times)"));
  }

  @Test
  void the_keys_are_published() {
    var keys =
        Json.tree(
            attempts.control.send(attempts.control.stranger("/.well-known/jwks.json")).body());

    assertThat(keys.at("/keys/0/crv").stringValue()).isEqualTo("P-256");
    assertThat(keys.at("/keys/0/d").isMissingNode()).isTrue();
  }

  @Test
  void the_fleet_port_lets_attempts_in_and_nobody_else() {
    var mine = attempts.begin("mine", "");

    assertThat(attempts.worker.get("/api/v1/whoami", mine.token())).isEqualTo(200);
    assertThat(attempts.worker.get("/api/v1/tasks/" + mine.attempt().task(), mine.token()))
        .isEqualTo(200);
    assertThat(attempts.worker.get("/.well-known/jwks.json", "")).isEqualTo(200);
    assertThat(attempts.worker.get("/api/v1/whoami", "")).isEqualTo(401);
    assertThat(attempts.worker.get("/api/v1/whoami", attempts.control.token())).isEqualTo(401);
    assertThat(attempts.worker.get("/api/v1/world", mine.token())).isEqualTo(404);
  }
}
