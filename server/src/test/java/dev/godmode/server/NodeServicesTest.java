package dev.godmode.server;

import static dev.godmode.server.ScriptedGateway.body;
import static dev.godmode.server.ScriptedGateway.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.CordonNode;
import dev.godmode.kernel.Command.RemoveNode;
import dev.godmode.kernel.Command.UncordonNode;
import dev.godmode.protocol.service.ServiceProtocol;
import dev.godmode.server.fleet.TestWorker;
import dev.godmode.testkit.model.ScriptedModels;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Servers of models on nodes, as people and their programs meet them. */
@Timeout(60)
class NodeServicesTest {

  @TempDir Path home;
  private final ScriptedModels models = new ScriptedModels(0, List.of("small"));
  private ServedControl control;
  private OfferingNode node;

  @BeforeEach
  void offer() {
    control = new ServedControl(home.resolve("control"));
    node = OfferingNode.join(control, home.resolve("worker"), models);
  }

  @AfterEach
  void stop() {
    node.close();
    control.close();
    models.close();
  }

  private JsonNode shown() {
    return control.json("/api/v1/models").at("/providers/0");
  }

  private HttpResponse<String> ask(String model) {
    return control.post("/v1/chat/completions", body(model, "say hello there", false));
  }

  private void awaitState(String state) {
    while (!shown().path("state").asString("").equals(state)) {
      Thread.onSpinWait();
    }
  }

  /** What control does each second. */
  private void look() {
    control.models.services().look(control.engine);
    control.settle();
  }

  @Test
  void a_server_on_a_node_is_a_provider_by_itself() {
    assertThat(shown().get("name").stringValue()).isEqualTo(node.provider());
    assertThat(shown().get("url").stringValue()).startsWith("on forge, 127.0.0.1:");
    assertThat(shown().at("/models/0").stringValue()).isEqualTo("small");
    assertThat(home.resolve("control/models.json")).doesNotExist();

    var reply = ask("small");

    assertThat(reply.body()).contains("hello there");
    assertThat(reply.headers().firstValue("X-GodMode-Provider")).contains(node.provider());
    assertThat(ask(node.provider() + "/small").body()).contains("hello there");
  }

  @Test
  void a_model_that_a_person_brought_in_is_not_taken_over() {
    try (var own = new ScriptedModels(0, List.of("small"))) {
      control.post(
          "/api/v1/models/providers",
          "{\"name\":\"own\",\"url\":\"%s\",\"models\":[\"small\"]}".formatted(own.url()));

      for (var i = 0; i < 5; i++) {
        assertThat(ask("small").headers().firstValue("X-GodMode-Provider")).contains("own");
      }
      assertThat(ask(node.provider() + "/small").headers().firstValue("X-GodMode-Provider"))
          .contains(node.provider());
    }
    control.models.providers().probe();
    assertThat(ask("small").statusCode()).as("not even while that one is down").isEqualTo(503);
  }

  @Test
  void when_the_server_dies_it_is_down_and_says_why() {
    models.close();
    control.models.providers().probe();

    awaitState("down");
    assertThat(shown().get("why").stringValue()).contains("nothing listens at 127.0.0.1:");
    var reply = ask("small");
    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(words(reply)).contains(node.provider(), "nothing listens");
  }

  @Test
  void a_node_that_goes_is_said_to_be_away() {
    node.close();

    awaitState("down");
    assertThat(shown().get("why").stringValue()).isEqualTo("node forge is away");
    assertThat(ask("small").statusCode()).isEqualTo(503);
  }

  @Test
  void a_cordoned_node_gets_no_new_calls_until_it_is_open_again() {
    control.order(new CordonNode(node.id, "a new disk"));
    look();

    awaitState("down");
    assertThat(shown().get("why").stringValue()).contains("takes no new work: it is cordoned");
    assertThat(ask("small").statusCode()).isEqualTo(503);

    control.order(new UncordonNode(node.id));
    look();
    awaitState("up");
    assertThat(ask("small").statusCode()).isEqualTo(200);
  }

  @Test
  void what_a_removed_node_offered_is_gone() {
    control.order(new RemoveNode(node.id, "sold"));
    look();

    while (!control.models.providers().all().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(ask("small").statusCode()).isEqualTo(404);
  }

  @Test
  void it_is_not_taken_away_by_hand() {
    var name = node.provider().replace("/", "%2F");

    var reply = control.send(control.request("/api/v1/models/providers/" + name).DELETE());

    assertThat(reply.statusCode()).isEqualTo(409);
    assertThat(reply.body()).contains("offered by its node", "GODMODE_MODEL_SERVERS=off");
  }

  @Test
  void when_a_client_goes_the_server_on_the_node_is_stopped() throws IOException {
    var reply =
        control.send(
            control
                .request("/v1/chat/completions")
                .POST(BodyPublishers.ofString(body("small", "drip", true))),
            BodyHandlers.ofInputStream());
    try (var stream = reply.body()) {
      assertThat(new String(stream.readNBytes(20), StandardCharsets.UTF_8)).startsWith("data:");
    }

    while (models.gone() == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_stranger_cannot_offer_anything() {
    for (var path : List.of(ServiceProtocol.OFFERS_PATH, ServiceProtocol.LINE_PATH)) {
      try (var stranger =
          TestWorker.stranger(control.joinCode(), control.authority.certificate())) {
        stranger.connect(path);

        assertThat(stranger.awaitClosed().code()).isEqualTo(4401);
      }
    }
  }

  static List<String> lies() {
    var offer = "{\"name\":\"%s\",\"address\":\"%s\"}";
    var many =
        IntStream.range(0, 17)
            .mapToObj(i -> offer.formatted("m" + i, "127.0.0.1:1"))
            .collect(Collectors.joining(",", "[", "]"));
    var offered = "{\"type\":\"Offered\",\"services\":%s}";
    return List.of(
        "not json",
        "{\"type\":\"Unheard\"}",
        offered.formatted(many),
        offered.formatted("[" + offer.formatted("../x", "127.0.0.1:1") + "]"),
        offered.formatted("[" + offer.formatted("x", "evil.example/") + "]"),
        offered.formatted("[" + offer.formatted("x\\u001b[2J", "127.0.0.1:1") + "]"),
        offered.formatted(
            "[" + offer.formatted("x", "h:1") + "," + offer.formatted("x", "h:2") + "]"),
        "{\"type\":\"Begun\",\"status\":200}",
        "\"" + "x".repeat(70_000) + "\"");
  }

  @ParameterizedTest
  @MethodSource("lies")
  void a_node_that_offers_nonsense_is_sent_away_and_changes_nothing(String lie) {
    try (var liar = control.enrolled("liar")) {
      liar.connect(ServiceProtocol.OFFERS_PATH);
      liar.sayText(lie);

      assertThat(liar.awaitClosed().code()).isIn(4400, 1006);
    }
    assertThat(control.models.providers().all()).hasSize(1);
    assertThat(ask("small").statusCode()).isEqualTo(200);
  }

  @Test
  void an_answer_that_nobody_asked_for_ends_its_line() {
    try (var liar = control.enrolled("liar")) {
      liar.connect(ServiceProtocol.LINE_PATH);
      liar.sayText("{\"type\":\"Begun\",\"status\":200}");

      assertThat(liar.awaitClosed().code()).isIn(4400, 1006);
    }
  }

  @Test
  void a_node_that_offers_and_opens_no_line_is_down_and_others_are_asked() {
    try (var sloth = control.enrolled("sloth")) {
      sloth.connect(ServiceProtocol.OFFERS_PATH);
      sloth.sayText(
          "{\"type\":\"Offered\",\"services\":[{\"name\":\"x\",\"address\":\"127.0.0.1:1\"}]}");

      while (control.json("/api/v1/models").at("/providers/1/why").asString("").isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(control.json("/api/v1/models").at("/providers/1/why").stringValue())
          .contains("node sloth opened no line");
      assertThat(ask("small").statusCode()).isEqualTo(200);
    }
  }
}
