package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.EnrolRequest;
import dev.godmode.server.fleet.TestWorker;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is not let near the fleet port, with everything that would let them in elsewhere. */
class OutsiderTest {

  private static final String WHY = "this control is for its tailnet only";

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

  private void keepAllOff() {
    control.doorstep.set(_ -> Optional.of(WHY));
  }

  @Test
  void a_good_join_code_is_refused_and_still_good_for_whoever_may_come_near() throws Exception {
    var code = control.joinCode();
    var request = TestWorker.request(TestWorker.freshKeys());
    var body = Json.write(new EnrolRequest(code.secret(), "atlas", request));

    keepAllOff();
    var refused = TestWorker.post(code, control.authority.certificate(), body);
    control.doorstep.set(_ -> Optional.empty());
    var admitted = TestWorker.post(code, control.authority.certificate(), body);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains(WHY);
    assertThat(admitted.statusCode()).isEqualTo(201);
  }

  @Test
  void whoever_shows_nothing_is_told_the_public_keys_and_not_who_we_are() {
    var code = control.joinCode();
    var authority = control.authority.certificate();

    var keys = TestWorker.get(code, authority, "/.well-known/jwks.json");
    var card = TestWorker.get(code, authority, "/.well-known/agent-card.json");

    assertThat(keys.statusCode()).isEqualTo(200);
    assertThat(card.statusCode()).isEqualTo(404);
  }

  @Test
  void a_good_certificate_opens_no_stream() {
    try (var worker = control.enrolled("atlas")) {
      keepAllOff();

      assertThat(worker.tryToConnect()).isFalse();

      control.doorstep.set(_ -> Optional.empty());
      assertThat(worker.tryToConnect()).isTrue();
    }
    assertThat(control.ledgerKinds()).contains("AccessDenied");
  }

  @Test
  void even_what_is_open_to_all_is_closed_to_an_outsider_and_what_does_not_exist_too() {
    var code = control.joinCode();
    keepAllOff();

    for (var path : new String[] {"/.well-known/jwks.json", "/fleet/enrol", "/nothing"}) {
      var reply = TestWorker.get(code, control.authority.certificate(), path);
      assertThat(reply.statusCode()).as(path).isEqualTo(403);
      assertThat(reply.body()).as(path).contains(WHY);
    }
  }

  @Test
  void a_node_that_came_near_is_shown_with_where_it_comes_from() {
    try (var worker = control.enrolled("atlas")) {
      worker.join();

      var nodes = control.json("/api/v1/tailnet").get("nodes");

      assertThat(nodes.at("/0/name").stringValue()).isEqualTo("atlas");
      assertThat(nodes.at("/0/path").stringValue()).isEqualTo("local");
    }
  }
}
