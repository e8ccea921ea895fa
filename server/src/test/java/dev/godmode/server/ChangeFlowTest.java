package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.json.Patches;
import dev.godmode.protocol.stream.ControlMessage.Assign;
import dev.godmode.protocol.stream.ControlMessage.CheckedOut;
import dev.godmode.protocol.stream.ControlMessage.Confirm;
import dev.godmode.protocol.stream.ControlMessage.NoCheckout;
import dev.godmode.protocol.stream.WorkerMessage.Changed;
import dev.godmode.protocol.stream.WorkerMessage.CheckoutWanted;
import dev.godmode.protocol.stream.WorkerMessage.Ended;
import dev.godmode.protocol.stream.WorkerMessage.Started;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Change;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Ending;
import dev.godmode.server.fleet.TestWorker;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a repository to a worker and back: what an attempt changed is shown, and merged. */
class ChangeFlowTest {

  private static final String PATCH =
      """
      diff --git a/greeting.txt b/greeting.txt
      --- a/greeting.txt
      +++ b/greeting.txt
      @@ -1 +1 @@
      -hello
      +good day
      """;

  /** Brings in what the audit has a word for. */
  private static final String BAD_PATCH =
      """
      diff --git a/setup.sh b/setup.sh
      new file mode 100644
      --- /dev/null
      +++ b/setup.sh
      @@ -0,0 +1,2 @@
      +set -e
      +curl -fsSL https://get.example.org | sh
      """;

  @TempDir Path home;
  @TempDir Path place;
  private Path shop;
  private ServedControl control;
  private TestWorker worker;

  @BeforeEach
  void serve() throws Exception {
    shop = place.resolve("shop.git");
    git(place, "init", "--quiet", "--bare", "--initial-branch=main", shop.toString());
    git(place, "clone", "--quiet", shop.toString(), "clone");
    var clone = place.resolve("clone");
    Files.writeString(clone.resolve("greeting.txt"), "hello\n");
    git(clone, "add", "--all");
    git(clone, "commit", "--quiet", "--message", "begin");
    git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/main");
    control = new ServedControl(home);
    worker = control.enrolled("forge").join();
  }

  @AfterEach
  void stop() {
    worker.close();
    control.close();
  }

  private static String git(Path folder, String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=ada", "-c", "user.email=ada@example.invalid"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  private Assign submit(String source) {
    control.post(
        "/api/v1/tasks",
        "{\"tasks\":[{\"name\":\"be polite\",\"command\":[\"true\"],\"source\":%s}]}"
            .formatted(source));
    return worker.await(Assign.class);
  }

  /** An attempt that changes the greeting, and ends like this. */
  private String changed(String merge, Ending ending) {
    return changed(merge, ending, PATCH);
  }

  private String changed(String merge, Ending ending, String made) {
    var key =
        submit("{\"repository\":\"%s\",\"merge\":\"%s\"}".formatted(shop, merge))
            .assignment()
            .attempt();
    worker.say(new CheckoutWanted(key));
    var base = worker.await(CheckedOut.class).checkout();
    worker.say(new Started(key));
    var patch = made.getBytes(StandardCharsets.UTF_8);
    worker.say(new Changed(key, ContentHash.of(patch), Patches.pack(patch)));
    worker.say(new Ended(key, report(base, ending, made)));
    worker.await(Confirm.class);
    return key.task().value();
  }

  private static AttemptReport report(Checkout base, Ending ending, String patch) {
    var change =
        new Change(
            base,
            ContentHash.of(patch),
            1,
            1,
            1,
            patch.length(),
            List.of(new Change.ChangedFile("greeting.txt", "M", 1, 1, false)),
            true,
            List.of());
    return AttemptReport.of(ending)
        .checks(List.of(new CheckResult("test", true, 0, Duration.ofSeconds(1), "")))
        .change(Optional.of(change))
        .build();
  }

  private HttpResponse<String> merge(String task, String hash, boolean unproven) {
    return control.post(
        "/api/v1/tasks/%s/merge".formatted(task),
        "{\"hash\":\"%s\",\"unproven\":%s}".formatted(hash, unproven));
  }

  private String greeting() throws Exception {
    return git(shop, "show", "main:greeting.txt");
  }

  @Test
  void control_names_the_commit_and_puts_it_on_record_first() throws Exception {
    var key = submit("{\"repository\":\"%s\"}".formatted(shop)).assignment().attempt();

    worker.say(new CheckoutWanted(key));
    worker.say(new CheckoutWanted(key));

    var head = git(shop, "rev-parse", "main");
    var named = new CheckedOut(key, new Checkout(shop.toString(), "main", head));
    assertThat(worker.await(CheckedOut.class)).isEqualTo(named);
    assertThat(worker.await(CheckedOut.class)).isEqualTo(named);
    assertThat(control.ledgerKinds()).containsOnlyOnce("AttemptBased");
  }

  @Test
  void a_branch_that_is_not_there_is_told_to_the_worker() {
    var key =
        submit("{\"repository\":\"%s\",\"branch\":\"none\"}".formatted(shop))
            .assignment()
            .attempt();

    worker.say(new CheckoutWanted(key));

    assertThat(worker.await(NoCheckout.class).reason()).contains("has no branch 'none'");
  }

  @Test
  void a_repository_that_is_no_address_is_refused_at_the_door() {
    var reply =
        control.post(
            "/api/v1/tasks",
            "{\"tasks\":[{\"name\":\"x\",\"command\":[\"true\"],\"source\":{\"repository\":\"ext::sh -c id\"}}]}");

    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("is no repository's address");
  }

  @Test
  void a_change_is_shown_and_merged_by_a_yes_to_exactly_that() throws Exception {
    var task = changed("person", Ending.SUCCEEDED);

    var shown = control.json("/api/v1/tasks/%s/diff".formatted(task));
    var other = merge(task, ContentHash.of("another"), false);
    assertThat(greeting()).isEqualTo("hello");
    var merged = merge(task, ContentHash.of(PATCH), false);
    var after = control.json("/api/v1/tasks/%s/diff".formatted(task));

    assertThat(shown.get("patch").stringValue()).isEqualTo(PATCH);
    assertThat(shown.has("obstacle")).isFalse();
    assertThat(shown.get("findings")).isEmpty();
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("look at it again");
    assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
    assertThat(greeting()).isEqualTo("good day");
    assertThat(after.get("merged").stringValue()).isEqualTo(git(shop, "rev-parse", "main"));
    assertThat(merge(task, ContentHash.of(PATCH), false).body()).contains("is like that already");
    assertThat(control.ledgerKinds()).containsOnlyOnce("ChangeMerged");
  }

  @Test
  void a_branch_that_moved_on_is_told() throws Exception {
    var task = changed("person", Ending.SUCCEEDED);
    var clone = place.resolve("clone");
    Files.writeString(clone.resolve("greeting.txt"), "goodbye\n");
    git(clone, "commit", "--quiet", "--all", "--message", "by ada");
    git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/main");

    var shown = control.json("/api/v1/tasks/%s/diff".formatted(task));
    var merged = merge(task, ContentHash.of(PATCH), false);

    assertThat(shown.get("drift").stringValue()).contains("main has moved on since it began");
    assertThat(merged.statusCode()).isEqualTo(409);
    assertThat(merged.body()).contains("nobody can join").contains("greeting.txt");
    assertThat(greeting()).isEqualTo("goodbye");
  }

  @Test
  void what_is_not_proven_is_merged_only_when_that_is_said() throws Exception {
    var task = changed("person", Ending.UNVERIFIED);

    assertThat(merge(task, ContentHash.of(PATCH), false).body()).contains("--unproven");
    assertThat(merge(task, ContentHash.of(PATCH), true).statusCode()).isEqualTo(200);
    assertThat(greeting()).isEqualTo("good day");
  }

  @Test
  void what_fails_its_checks_is_not_merged_by_anybody() throws Exception {
    var task = changed("person", Ending.CHECKS_FAILED);

    assertThat(merge(task, ContentHash.of(PATCH), true).body()).contains("not green");
    assertThat(greeting()).isEqualTo("hello");
  }

  @Test
  void where_its_source_says_so_green_checks_are_the_yes() throws Exception {
    try (var events = control.follow("/api/v1/events")) {
      var task = changed("green", Ending.SUCCEEDED);

      events.awaitEntry("ChangeMerged");

      assertThat(greeting()).isEqualTo("good day");
      assertThat(Json.write(control.json("/api/v1/tasks/" + task).get("story")))
          .contains("rule:green");
    }
  }

  @Test
  void what_no_check_proves_the_rule_leaves_to_a_person_and_says_so() throws Exception {
    try (var events = control.follow("/api/v1/events")) {
      var task = changed("green", Ending.UNVERIFIED);

      events.awaitEntry("MergeHeld");

      assertThat(greeting()).isEqualTo("hello");
      assertThat(Json.write(control.json("/api/v1/tasks/" + task).get("story")))
          .contains("no check proves it");
    }
  }

  @Test
  void what_the_audit_finds_fault_with_is_shown_beside_the_change() {
    var task = changed("person", Ending.SUCCEEDED, BAD_PATCH);

    var found = control.json("/api/v1/tasks/%s/diff".formatted(task)).get("findings");

    assertThat(found).hasSize(1);
    assertThat(found.at("/0/rule").stringValue()).isEqualTo("script_from_network");
    assertThat(found.at("/0/file").stringValue()).isEqualTo("setup.sh");
    assertThat(found.at("/0/line").intValue()).isEqualTo(2);
    assertThat(found.at("/0/mend").stringValue()).contains("sha256sum");
  }

  @Test
  void what_the_audit_finds_fault_with_no_rule_merges_but_a_person_may() throws Exception {
    String task;
    try (var events = control.follow("/api/v1/events")) {
      task = changed("green", Ending.SUCCEEDED, BAD_PATCH);
      events.awaitEntry("MergeHeld");
    }

    var held = Json.write(control.json("/api/v1/tasks/" + task).get("story"));
    var before = git(shop, "ls-tree", "--name-only", "main");
    var merged = merge(task, ContentHash.of(BAD_PATCH), false);

    assertThat(held)
        .contains("rule:green left what attempt 1 changed to a person")
        .contains("script_from_network in setup.sh, line 2");
    assertThat(before).isEqualTo("greeting.txt");
    assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
    assertThat(git(shop, "ls-tree", "--name-only", "main")).contains("setup.sh");
  }

  @Test
  void a_change_that_cannot_be_looked_through_is_a_finding_too() throws Exception {
    var task = changed("person", Ending.SUCCEEDED);
    Files.move(shop, place.resolve("gone.git"));

    var found = control.json("/api/v1/tasks/%s/diff".formatted(task)).get("findings");

    assertThat(found.at("/0/rule").stringValue()).isEqualTo("not_readable");
    assertThat(found.at("/0/why").stringValue()).startsWith("it could not be looked through: ");
  }

  @Test
  void a_change_of_another_nodes_attempt_is_not_kept() {
    var key = submit("{\"repository\":\"%s\"}".formatted(shop)).assignment().attempt();
    try (var stranger = control.enrolled("stranger").join()) {
      var patch = PATCH.getBytes(StandardCharsets.UTF_8);
      stranger.say(new Changed(key, ContentHash.of(patch), Patches.pack(patch)));
      stranger.say(new CheckoutWanted(key));

      assertThat(stranger.await(NoCheckout.class).reason()).contains("another node");
      assertThat(home.resolve("changes")).doesNotExist();
    }
  }

  @Test
  void a_task_without_a_repository_has_no_change_to_show() {
    var task = control.submit("plain");

    assertThat(control.get("/api/v1/tasks/%s/diff".formatted(task)).body())
        .contains("names no repository");
  }
}
