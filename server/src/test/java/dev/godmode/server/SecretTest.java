package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.api.SecretViews.SecretList;
import dev.godmode.protocol.api.SecretViews.SecretView;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.ControlMessage.Assign;
import dev.godmode.protocol.stream.ControlMessage.Confirm;
import dev.godmode.protocol.stream.ControlMessage.NoSecrets;
import dev.godmode.protocol.stream.ControlMessage.Secrets;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which secret, over a worker's real stream, and what people are told. */
class SecretTest {

  private static final String VALUE = "correct-horse-battery";
  private static final String GRANT = "  - {who: agent:shell, may: secret/shop-key:use}\n";

  @TempDir Path home;
  private RunningAttempts attempts;

  @BeforeEach
  void serve() throws IOException {
    dotenv("shop-key=" + VALUE + "\n", "rw-------");
    attempts = new RunningAttempts(home);
  }

  @AfterEach
  void stop() {
    attempts.close();
  }

  private void dotenv(String text, String mode) throws IOException {
    var file = Files.writeString(home.resolve("secrets.env"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private void allow(String lines) {
    attempts.control.policy(ServedControl.trusting().replace("allow:\n", "allow:\n" + lines));
  }

  /** A task of the stream "shop" that names the secret. */
  private AttemptKey begin(String name) {
    attempts.control.post(
        "/api/v1/tasks",
        """
        {"tasks":[{"name":"a","stream":"shop","command":["true"],"env":{"KEY":"secret://%s"}}]}"""
            .formatted(name));
    return attempts.worker.await(Assign.class).assignment().attempt();
  }

  private Secrets given(AttemptKey attempt) {
    attempts.worker.say(new WorkerMessage.SecretsWanted(attempt));
    return attempts.worker.await(Secrets.class);
  }

  private NoSecrets refused(AttemptKey attempt) {
    attempts.worker.say(new WorkerMessage.SecretsWanted(attempt));
    return attempts.worker.await(NoSecrets.class);
  }

  private void report(AttemptKey attempt, String why) {
    attempts.worker.say(
        new WorkerMessage.Ended(
            attempt, AttemptReport.of(Ending.SECRET_MISSING).reason(why).build()));
    attempts.worker.await(Confirm.class);
  }

  private String everythingThatIsTold(AttemptKey attempt) {
    var task = attempt.task().value();
    return attempts.control.get("/api/v1/ledger?limit=1000").body()
        + attempts.control.get("/api/v1/tasks/" + task).body()
        + attempts.control.get("/api/v1/tasks/" + task + "/why").body()
        + attempts.control.get("/api/v1/world").body()
        + attempts.control.get("/api/v1/agents").body()
        + attempts.control.get("/api/v1/secrets").body()
        + attempts.control.get("/api/v1/secrets/shop-key").body()
        + attempts.control.get("/api/v1/credentials").body();
  }

  @Test
  void an_attempt_gets_the_secret_that_a_line_grants_and_nobody_else_is_told_it() {
    allow(GRANT);
    var attempt = begin("shop-key");

    var secrets = given(attempt);

    assertThat(secrets.values()).isEqualTo(Map.of("shop-key", VALUE));
    assertThat(secrets.toString()).doesNotContain("horse");
    assertThat(attempts.control.ledgerKinds()).contains("SecretsGiven");
    assertThat(attempts.control.get("/api/v1/ledger?kind=SecretsGiven").body())
        .contains("secret shop-key by line ", "agent:shell may secret/shop-key:use");
    assertThat(everythingThatIsTold(attempt)).contains("shop-key").doesNotContain("horse");
  }

  @Test
  void whoever_looks_at_live_credentials_sees_which_secrets_went_with_them() {
    allow(GRANT);
    var attempt = begin("shop-key");
    given(attempt);
    attempts.token(attempt);

    assertThat(attempts.control.json("/api/v1/credentials").at("/items/0/secrets/0").stringValue())
        .isEqualTo("shop-key");
  }

  @Test
  void without_a_line_there_is_none_and_the_task_waits_and_says_which_line_is_missing() {
    var attempt = begin("shop-key");

    var why = refused(attempt);
    report(attempt, why.reason());

    assertThat(why.later()).isFalse();
    assertThat(why.reason())
        .contains("- {who: agent:shell, may: secret/shop-key:use, stream: shop}");
    assertThat(attempts.denials())
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains("attempt:" + attempt, "use the secret 'shop-key'", "no line allows"));
    var explained = attempts.control.get("/api/v1/tasks/%s/why".formatted(attempt.task())).body();
    assertThat(explained).contains("waits for a person", "secret/shop-key:use, stream: shop");
  }

  @Test
  void it_goes_on_by_itself_when_the_line_is_there() {
    var attempt = begin("shop-key");
    report(attempt, refused(attempt).reason());

    allow(GRANT);

    var next = attempts.worker.await(Assign.class).assignment().attempt();
    assertThat(next.task()).isEqualTo(attempt.task());
    assertThat(given(next).values()).containsKey("shop-key");
  }

  @Test
  void a_line_that_denies_its_node_wins_and_is_named() {
    attempts.control.policy(
        ServedControl.trusting().replace("allow:\n", "allow:\n" + GRANT)
            + "deny:\n  - {who: node:forge, may_not: secret/*:use}\n");

    assertThat(refused(begin("shop-key")).reason())
        .contains("on forge", "node:forge may not secret/*:use", "forbids it");
  }

  @Test
  void another_stream_than_the_line_says_gets_nothing() {
    allow(GRANT.replace("}", ", stream: other}"));

    assertThat(refused(begin("shop-key")).reason()).contains("no line of policy.yaml");
  }

  @Test
  void another_nodes_attempt_gives_nothing() {
    allow(GRANT);
    var attempt = begin("shop-key");

    try (var other = attempts.control.enrolled("anvil").join()) {
      other.say(new WorkerMessage.SecretsWanted(attempt));

      assertThat(other.await(NoSecrets.class).reason()).contains("another node");
    }
    assertThat(attempts.control.ledgerKinds()).doesNotContain("SecretsGiven");
  }

  @Test
  void an_attempt_that_is_over_gets_nothing() {
    allow(GRANT);
    var attempt = begin("shop-key");
    attempts.end(attempt);

    assertThat(refused(attempt).reason()).contains("ended");
  }

  @Test
  void an_attempt_gets_only_what_its_own_task_names() {
    allow(GRANT);
    attempts.control.submit("plain");
    var attempt = attempts.worker.await(Assign.class).assignment().attempt();

    assertThat(given(attempt).values()).isEmpty();
  }

  @Test
  void a_name_that_no_source_has_is_left_to_the_node_with_what_was_probably_meant() {
    allow("  - {who: agent:shell, may: secret/*:use}\n");

    assertThat(given(begin("shop-kye")).own().get("shop-kye"))
        .contains("no source", "did you mean 'shop-key'", "gm secrets set shop-kye");
  }

  @Test
  void a_file_that_others_can_read_gives_nothing_and_says_so() throws IOException {
    allow(GRANT);
    dotenv("shop-key=" + VALUE + "\n", "rw-r--r--");

    assertThat(refused(begin("shop-key")).reason()).contains("chmod 600").doesNotContain("horse");
  }

  @Test
  void a_bad_name_is_refused_when_the_task_is_handed_in() {
    var reply =
        attempts.control.post(
            "/api/v1/tasks",
            "{\"tasks\":[{\"name\":\"a\",\"env\":{\"KEY\":\"secret://../../etc/passwd\"}}]}");

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("tasks[0]", "variable KEY");
  }

  @Test
  void the_list_says_where_each_is_who_may_use_it_and_who_did() {
    allow(GRANT + "  - {who: agent:deploy, may: secret/elsewhere:use}\n");
    var attempt = begin("shop-key");
    given(attempt);

    var list = Json.read(SecretList.class, attempts.control.get("/api/v1/secrets").body());

    assertThat(list.items()).extracting(SecretView::name).containsExactly("elsewhere", "shop-key");
    var key = list.items().getLast();
    assertThat(key.source()).contains(home.resolve("secrets.env").toString());
    assertThat(key.lines()).singleElement().asString().contains("agent:shell may");
    assertThat(key.lastUsed().orElseThrow().by()).isEqualTo("attempt:" + attempt);
    assertThat(list.items().getFirst().source()).isEmpty();
  }

  @Test
  void a_check_says_whether_there_is_a_value_and_what_was_probably_meant() {
    var found = attempts.control.json("/api/v1/secrets/shop-key");
    var missing = attempts.control.json("/api/v1/secrets/shop-kye");

    assertThat(found.get("found").booleanValue()).isTrue();
    assertThat(missing.get("found").booleanValue()).isFalse();
    assertThat(missing.get("message").stringValue()).contains("did you mean 'shop-key'");
    assertThat(attempts.control.get("/api/v1/secrets/..%2Fowner.token").statusCode())
        .isNotEqualTo(200);
  }

  @Test
  void a_value_that_is_set_is_kept_for_its_owner_alone_and_lets_go_what_waits_for_it()
      throws IOException {
    allow("  - {who: agent:shell, may: secret/*:use}\n");
    var attempt = begin("new-key");
    report(attempt, "there is none");

    var reply = attempts.control.post("/api/v1/secrets/new-key", "{\"value\":\"brand new\"}");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("secrets.env").doesNotContain("brand");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("secrets.env"))))
        .isEqualTo("rw-------");
    var next = attempts.worker.await(Assign.class).assignment().attempt();
    assertThat(given(next).values()).isEqualTo(Map.of("new-key", "brand new"));
    assertThat(everythingThatIsTold(next)).contains("SecretSet").doesNotContain("brand");
  }

  @Test
  void a_value_that_cannot_be_one_is_refused_and_not_repeated() {
    var empty = attempts.control.post("/api/v1/secrets/key", "{\"value\":\"\"}");
    var tooLong =
        attempts.control.post(
            "/api/v1/secrets/key", "{\"value\":\"%s\"}".formatted("x".repeat(70_000)));
    var number = attempts.control.post("/api/v1/secrets/key", "{\"value\":12345678}");
    var badName = attempts.control.post("/api/v1/secrets/-key", "{\"value\":\"x\"}");

    assertThat(empty.statusCode()).isEqualTo(422);
    assertThat(tooLong.statusCode()).isEqualTo(422);
    assertThat(tooLong.body()).contains("64 KiB").doesNotContain("xxxx");
    assertThat(number.body()).doesNotContain("12345678");
    assertThat(badName.statusCode()).isEqualTo(422);
  }
}
