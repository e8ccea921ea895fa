package dev.godmode.worker.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.godmode.protocol.service.ServiceOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelWatchTest {

  private static final String LIST = "{\"object\":\"list\",\"data\":[{\"id\":\"small\"}]}";

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<List<ServiceOffer>> told = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = LIST;
  private ModelWatch watch;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/models",
        exchange -> {
          asked.incrementAndGet();
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    var address = "http://127.0.0.1:" + server.getAddress().getPort();
    watch =
        new ModelWatch(
            ModelAddresses.of(Optional.of(address))::places,
            new ModelLook(http),
            nanos::get,
            told::add);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    http.close();
  }

  private void look() throws InterruptedException {
    WholeLook.by(watch);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void a_server_that_lists_models_is_offered_and_told_once() throws InterruptedException {
    look();
    look();

    var port = server.getAddress().getPort();
    assertThat(told)
        .containsExactly(
            List.of(
                new ServiceOffer(
                    "models-" + port, "127.0.0.1:" + port, Optional.empty(), List.of())));
  }

  @Test
  void one_that_says_nothing_keeps_no_other_waiting_and_is_asked_once_meanwhile() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      watch =
          new ModelWatch(
              ModelAddresses.of(
                      Optional.of(
                          "http://127.0.0.1:%d,http://127.0.0.1:%d"
                              .formatted(silent.getLocalPort(), server.getAddress().getPort())))
                  ::places,
              new ModelLook(http),
              nanos::get,
              told::add);

      var looks = watch.look();
      looks.get(1).join();
      var others = watch.look();

      assertThat(told).hasSize(1);
      assertThat(looks.getFirst().isAlive()).isTrue();
      assertThat(others).hasSize(1);
      looks.getFirst().join();
    }
  }

  @Test
  void one_that_has_no_model_yet_is_offered_too() throws InterruptedException {
    body = "{\"object\":\"list\",\"data\":null}"; // as Ollama says it

    look();

    assertThat(told).hasSize(1);
  }

  @Test
  void one_that_goes_is_told_with_why_and_once_more_when_it_is_back() throws InterruptedException {
    look();
    status = 503;
    look();
    look();
    status = 200;
    look();

    assertThat(told).hasSize(3);
    assertThat(told.get(1).getFirst().trouble())
        .hasValueSatisfying(why -> assertThat(why).endsWith("answers with status 503"));
    assertThat(told.get(2)).isEqualTo(told.get(0));
  }

  @Test
  void one_that_stays_away_is_forgotten_after_an_hour() throws InterruptedException {
    look();
    server.stop(0);
    look();
    assertThat(told.getLast().getFirst().trouble())
        .hasValueSatisfying(why -> assertThat(why).startsWith("nothing listens at 127.0.0.1:"));

    pass(Duration.ofMinutes(61));
    look();

    assertThat(told.getLast()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>hello</html>",
        "200 | {}",
        "200 | []",
        "200 | {\"data\":{}}",
        "200 | {\"data\":[{\"name\":\"small\"}]}",
        "200 | {\"data\":[{\"id\":7}]}",
        "200 | {\"data\":[\"small\"]}",
        "401 | {\"data\":[{\"id\":\"small\"}]}",
        "404 | {\"data\":[{\"id\":\"small\"}]}",
        "302 | {\"data\":[{\"id\":\"small\"}]}"
      })
  void what_is_something_else_is_not_offered_and_seldom_asked(int code, String said)
      throws InterruptedException {
    status = code;
    body = said;

    look();
    look();
    assertThat(told).isEmpty();
    assertThat(asked).hasValue(1);

    pass(Duration.ofMinutes(1));
    look();
    assertThat(asked).hasValue(2);
  }
}
