package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.code.HeldCode;
import dev.godmode.protocol.code.NodeCode;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.ControlMessage.Assign;
import dev.godmode.protocol.stream.ControlMessage.CheckedOut;
import dev.godmode.protocol.stream.ControlMessage.CodeNamed;
import dev.godmode.protocol.stream.ControlMessage.Welcome;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.stream.WorkerMessage.CheckoutWanted;
import dev.godmode.protocol.stream.WorkerMessage.CodeHeld;
import dev.godmode.server.fleet.TestWorker;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a commit that is named to the nodes that have it, and the attempts that begin from it. */
class SharedCodeFlowTest {

  @TempDir Path place;
  private Path shop;
  private ServedControl control;
  private TestWorker worker;

  @BeforeEach
  void begin() throws Exception {
    shop = Files.createDirectories(place.resolve("shop"));
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "ada");
    git("config", "user.email", "ada@example.invalid");
    commit("one");
    control = new ServedControl(place.resolve("home"));
    worker = holding("atlas");
  }

  @AfterEach
  void stop() {
    worker.close();
    control.close();
  }

  private String git(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(shop.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  private String commit(String text) throws Exception {
    Files.writeString(shop.resolve("greeting.txt"), text);
    git("add", "--all");
    git("commit", "--quiet", "--message", text);
    return git("rev-parse", "HEAD");
  }

  /** A worker that holds code, as today's do. */
  private TestWorker holding(String name) {
    var one = control.enrolled(name);
    one.connect();
    var hello = TestWorker.hello();
    one.say(
        new WorkerMessage.Hello(
            hello.protocol(),
            hello.inventory(),
            hello.slots(),
            hello.usage(),
            List.of(),
            Optional.empty(),
            Optional.of(List.of())));
    one.await(Welcome.class);
    return one;
  }

  private HttpResponse<String> post(String path, String body) {
    return control.post("/api/v1/code" + path, body);
  }

  private void share() {
    var reply = post("", "{\"name\":\"shop\",\"repository\":\"%s\"}".formatted(shop));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
  }

  private String named(TestWorker of) {
    return of.await(CodeNamed.class).code().stream()
        .filter(one -> one.name().equals("shop"))
        .map(NodeCode::at)
        .map(at -> at.commit())
        .findFirst()
        .orElse("");
  }

  /** What an attempt on the worker begins from. */
  private String base() {
    control.post(
        "/api/v1/tasks",
        "{\"tasks\":[{\"name\":\"x\",\"command\":[\"true\"],\"source\":{\"repository\":\"%s\"}}]}"
            .formatted(shop));
    worker.say(new CheckoutWanted(worker.await(Assign.class).assignment().attempt()));
    return worker.await(CheckedOut.class).checkout().commit();
  }

  private String drift() {
    return control.json("/api/v1/nodes").at("/items/0/code/0/drift").stringValue();
  }

  @Test
  void attempts_begin_from_the_commit_that_is_named_whatever_came_since() throws Exception {
    var first = git("rev-parse", "HEAD");
    share();
    commit("two");

    assertThat(named(worker)).isEqualTo(first);
    assertThat(base()).isEqualTo(first);
  }

  @Test
  void an_update_is_tried_on_one_node_and_promoted_to_all() throws Exception {
    var first = git("rev-parse", "HEAD");
    share();
    named(worker);
    try (var other = holding("borg")) {
      assertThat(named(other)).isEqualTo(first);
      var second = commit("two");

      var reply = post("/shop/update", "{\"first\":[\"borg\"]}");
      assertThat(reply.body()).contains("on borg first", "gm code promote shop");
      assertThat(named(worker)).isEqualTo(first);
      assertThat(named(other)).isEqualTo(second);
      assertThat(post("/shop/promote", "{}").statusCode()).isEqualTo(200);

      assertThat(named(worker)).isEqualTo(second);
    }
    assertThat(control.ledgerKinds()).containsSubsequence("CodeNamed", "CodeTried", "CodePromoted");
  }

  @Test
  void an_update_without_more_words_is_tried_on_one_node_and_taken_back() throws Exception {
    var first = git("rev-parse", "HEAD");
    share();
    named(worker);
    var second = commit("two");

    assertThat(post("/shop/update", "{}").body()).contains("on atlas first");
    assertThat(base()).isEqualTo(second);
    assertThat(post("/shop/back", "{\"reason\":\"no\"}").statusCode()).isEqualTo(200);

    assertThat(named(worker)).isEqualTo(first);
  }

  @Test
  void what_a_node_has_is_seen_and_a_dirty_tree_is_told_once() {
    share();
    var at = named(worker);

    assertThat(drift()).isEqualTo("pulling");
    worker.say(
        new CodeHeld(List.of(new HeldCode("shop", Optional.of(at), false, Optional.empty()))));
    worker.ping("heard");
    assertThat(drift()).isEqualTo("none");
    var dirty =
        new CodeHeld(
            List.of(new HeldCode("shop", Optional.of(at), true, Optional.of("a.txt is changed"))));
    worker.say(dirty);
    worker.say(dirty);
    worker.ping("heard");

    assertThat(drift()).isEqualTo("dirty");
    assertThat(control.json("/api/v1/code").at("/items/0/nodes/0/standing/trouble").stringValue())
        .isEqualTo("a.txt is changed");
    assertThat(control.ledgerKinds()).containsOnlyOnce("CodeRefused");
  }

  @Test
  void a_worker_that_holds_no_code_is_told_nothing_of_it() {
    try (var old = control.enrolled("old")) {
      old.join();

      share();
      named(worker);

      assertThat(old.heardNothing()).isTrue();
    }
  }

  @Test
  void what_there_is_not_is_refused_with_what_there_is() throws Exception {
    share();

    assertThat(post("/shpo/update", "{}").body()).contains("did you mean 'shop'");
    assertThat(post("/shop/update", "{\"commit\":\"0000000\"}").body())
        .contains("has a commit '0000000'");
    assertThat(post("/shop/update", "{\"commit\":\"main; id\"}").body()).contains("is no commit");
    commit("two");
    assertThat(post("/shop/update", "{\"first\":[\"atals\"]}").body())
        .contains("did you mean 'atlas'");
    assertThat(post("/shop/update", "{\"share\":101}").body()).contains("from 1 to 100");
    assertThat(post("", "{\"name\":\"x\",\"repository\":\"ext::sh\"}").statusCode()).isEqualTo(422);
  }

  @Test
  void what_is_shared_no_more_is_begun_from_its_branch() throws Exception {
    share();
    named(worker);
    var second = commit("two");

    var done = control.send(control.request("/api/v1/code/shop").DELETE());

    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(base()).isEqualTo(second);
    assertThat(Json.tree(control.send(control.request("/api/v1/code")).body()).get("items"))
        .isEmpty();
  }
}
