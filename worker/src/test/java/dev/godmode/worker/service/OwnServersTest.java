package dev.godmode.worker.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.godmode.protocol.service.ServiceOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnServersTest {

  private final OwnServers own = new OwnServers();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<List<ServiceOffer>> told = new ArrayList<>();
  private final ModelWatch watch =
      new ModelWatch(own::all, new ModelLook(http), () -> 0, told::add);
  private Optional<HttpServer> server = Optional.empty();

  @AfterEach
  void stop() {
    server.ifPresent(open -> open.stop(0));
    http.close();
  }

  /** A program that listens there. */
  private void serve(int port, int status, String body) throws IOException {
    var open = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    open.createContext(
        "/v1/models",
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    open.start();
    server = Optional.of(open);
  }

  @Test
  void each_has_a_port_of_its_own() throws IOException {
    var ports = new HashSet<Integer>();

    for (var number = 1; number <= 50; number++) {
      ports.add(own.open("llama-" + number, List.of("small")).port().orElseThrow());
    }

    assertThat(ports).hasSize(50);
  }

  @Test
  void what_serves_nothing_has_none() throws IOException {
    try (var berth = own.open("scribe", List.of())) {
      assertThat(berth.port()).isEmpty();
      assertThat(own.all()).isEmpty();
    }
  }

  @Test
  void it_is_offered_under_its_name_with_its_models_once_it_answers() throws Exception {
    try (var berth = own.open("llama-1", List.of("small"))) {
      WholeLook.by(watch);
      assertThat(told).isEmpty();
      assertThat(watch.awaitsOwn()).isTrue();

      var port = berth.port().orElseThrow();
      serve(port, 200, "{\"data\":[{\"id\":\"/models/small.gguf\"}]}");
      WholeLook.by(watch);

      assertThat(told)
          .containsExactly(
              List.of(
                  new ServiceOffer(
                      "llama-1", "127.0.0.1:" + port, Optional.empty(), List.of("small"))));
      assertThat(watch.awaitsOwn()).isFalse();
    }
  }

  @Test
  void it_is_not_offered_any_more_when_its_program_has_ended() throws Exception {
    var berth = own.open("llama-1", List.of("small"));
    serve(berth.port().orElseThrow(), 200, "{\"data\":[]}");
    WholeLook.by(watch);

    berth.close();
    WholeLook.by(watch);

    assertThat(told.getLast()).isEmpty();
  }

  @Test
  void one_that_says_something_else_is_shown_with_why_and_looked_at_again() throws Exception {
    try (var berth = own.open("llama-1", List.of("small"))) {
      serve(berth.port().orElseThrow(), 404, "no such page");

      WholeLook.by(watch);
      assertThat(told.getLast().getFirst().trouble())
          .hasValueSatisfying(why -> assertThat(why).endsWith("lists no models: status 404"));
      assertThat(watch.awaitsOwn()).isTrue();
    }
  }

  @Test
  void whoever_looks_is_told_at_once_when_there_is_another_or_one_less() throws IOException {
    var changes = new AtomicInteger();
    own.whenChanged(changes::incrementAndGet);

    own.open("llama-1", List.of("small")).close();

    assertThat(changes).hasValue(2);
  }
}
