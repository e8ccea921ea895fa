package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.api.ControlView;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.fleet.StandbyStream;
import dev.godmode.server.fleet.TestWorker;
import dev.godmode.server.http.Gate;
import dev.godmode.server.http.Manners;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.Routing;
import dev.godmode.server.identity.Admission;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.routes.HealthRoutes;
import dev.godmode.server.routes.HudRoutes;
import dev.godmode.server.routes.StandbyRoutes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a control says while another one decides. */
class StandbyAnswersTest {

  private static final String WORDS = "atlas stands by for forge (10.0.0.1:5053)";

  @TempDir Path home;
  private ServedControl forge;
  private Ports atlas;

  @BeforeEach
  void serve() {
    forge = new ServedControl(home);
    var routes =
        Stream.<List<Route>>of(
                new HealthRoutes(StandbyAnswersTest::health).routes(),
                StandbyRoutes.refusing(() -> WORDS),
                new HudRoutes().routes())
            .flatMap(List::stream)
            .toList();
    Gate everybody = (_, _) -> new Admission.Admitted(new Principal.Stranger());
    atlas =
        new Ports(
            new Ports.Served(
                new Routing(everybody, (_, _, _) -> {}, routes),
                Optional.empty(),
                Optional.empty(),
                new Routing(
                    Gate.openOnly(), (_, _, _) -> {}, StandbyRoutes.refusingToEnrol(() -> WORDS))),
            Map.of(StreamProtocol.PATH, () -> new StandbyStream(() -> WORDS)),
            forge.authority,
            Manners.DEFAULT);
    atlas.open(TestSettings.of(home, Map.of()));
  }

  @AfterEach
  void stop() {
    atlas.close();
    forge.close();
  }

  private static Health health() {
    return new Health(
        ControlView.STANDBY,
        "1.2.3",
        List.of(
            new Component("journal", true, ""),
            new Component("bus", false, "away, which control is well without")),
        List.of());
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + atlas.api() + path))
              .method(method, BodyPublishers.ofString("{}"))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void whatever_is_asked_it_says_whom_to_ask() throws Exception {
    for (var path : List.of("/api/v1/world", "/api/v1/tasks?limit=1", "/api/v1/nodes/x/drain")) {
      for (var method : List.of("GET", "POST", "DELETE")) {
        var reply = send(method, path);

        assertThat(reply.statusCode()).as(method + path).isEqualTo(503);
        assertThat(reply.body()).contains("\"code\":\"standby\"", WORDS);
      }
    }
  }

  @Test
  void it_is_well_but_not_ready() throws Exception {
    assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/").body()).contains("HUD of the test");
  }

  @Test
  void a_worker_is_sent_on() {
    var there = new JoinCode(List.of("127.0.0.1:" + atlas.fleet()), "", "");
    try (var worker = forge.enrolled("host").at(there, forge.authority.certificate()).connect()) {
      assertThat(worker.awaitClosed())
          .isEqualTo(new TestWorker.Closed(StreamProtocol.NOT_IN_CHARGE, WORDS));
    }
  }

  @Test
  void a_stranger_learns_nothing_and_a_machine_cannot_join() {
    var there = new JoinCode(List.of("127.0.0.1:" + atlas.fleet()), "", "");
    try (var stranger = TestWorker.stranger(there, forge.authority.certificate()).connect()) {
      assertThat(stranger.awaitClosed().reason()).isEqualTo("this control stands by");
    }
    var refused =
        TestWorker.post(
            there,
            forge.authority.certificate(),
            "{\"secret\":\"x\",\"host_name\":\"x\",\"certificate_request\":\"x\"}");
    assertThat(refused.statusCode()).isEqualTo(503);
  }
}
