package dev.godmode.worker.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server stands in for control, and a real client for a program. */
class ModelDoorTest {

  private record Asked(String method, String path, String credential, String body) {}

  private static final HttpClient PROGRAM = HttpClient.newHttpClient();

  @TempDir private Path home;

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final SynchronousQueue<String> words = new SynchronousQueue<>();
  private HttpServer control;
  private ModelDoor door;
  private Path attempt;
  private Optional<URI> reached = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    control.createContext("/v1/", this::answer);
    control.start();
    reached = Optional.of(URI.create("http://127.0.0.1:" + control.getAddress().getPort()));
    door = new ModelDoor(HttpClient.newHttpClient(), () -> reached, new SecureRandom());
    attempt = Files.createDirectories(home.resolve("attempt"));
    Files.writeString(attempt.resolve("credential"), "first\n");
  }

  @AfterEach
  void close() {
    door.close();
    control.stop(0);
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      asked.add(
          new Asked(
              call.getRequestMethod(),
              call.getRequestURI().toString(),
              String.valueOf(call.getRequestHeaders().getFirst("Authorization")),
              new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      if (call.getRequestURI().getPath().endsWith("/stream")) {
        call.sendResponseHeaders(200, 0);
        for (var word = words.take(); !word.isEmpty(); word = words.take()) {
          call.getResponseBody().write(word.getBytes(StandardCharsets.UTF_8));
          call.getResponseBody().flush();
        }
      } else {
        call.getResponseHeaders().set("Retry-After", "7");
        call.sendResponseHeaders(429, 4);
        call.getResponseBody().write("full".getBytes(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ModelDoor.Key admitted() throws IOException {
    return door.admit(attempt.resolve("credential"));
  }

  private static HttpRequest.Builder to(ModelDoor.Key key, String path) {
    return HttpRequest.newBuilder(URI.create(key.address() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder question)
      throws IOException, InterruptedException {
    return PROGRAM.send(question.build(), BodyHandlers.ofString());
  }

  @Test
  void a_question_goes_on_with_the_credential_in_the_place_of_the_key()
      throws IOException, InterruptedException {
    var key = admitted();

    var answer =
        send(
            to(key, "/v1/messages?beta=true")
                .header("x-api-key", key.secret())
                .POST(BodyPublishers.ofString("hello")));

    assertThat(asked)
        .containsExactly(new Asked("POST", "/v1/messages?beta=true", "Bearer first", "hello"));
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo("full");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
  }

  @Test
  void the_credential_is_that_of_the_moment() throws IOException, InterruptedException {
    var key = admitted();
    Files.writeString(attempt.resolve("credential"), "second");

    send(to(key, "/v1/models").header("Authorization", "Bearer " + key.secret()));

    assertThat(asked).extracting(Asked::credential).containsExactly("Bearer second");
  }

  @Test
  void words_come_through_one_by_one() throws IOException, InterruptedException {
    var key = admitted();
    var answer =
        PROGRAM.sendAsync(
            to(key, "/v1/stream").header("x-api-key", key.secret()).build(),
            BodyHandlers.ofInputStream());
    words.put("one");
    try (var heard = answer.join().body()) {
      assertThat(heard.readNBytes(3)).asString().isEqualTo("one");
      words.put("two");
      assertThat(heard.readNBytes(3)).asString().isEqualTo("two");
      words.put("");
      assertThat(heard.read()).isNegative();
    }
  }

  @Test
  void without_a_key_or_with_another_nothing_goes_on() throws IOException, InterruptedException {
    var key = admitted();

    assertThat(send(to(key, "/v1/models")).statusCode()).isEqualTo(401);
    assertThat(send(to(key, "/v1/models").header("x-api-key", "gm-guessed")).statusCode())
        .isEqualTo(401);
    assertThat(asked).isEmpty();
  }

  @Test
  void nothing_but_models_is_behind_it() throws IOException, InterruptedException {
    var key = admitted();

    for (var path :
        List.of("/api/v1/tasks", "/v1", "/v1/../api/v1/tasks", "/v1/%2e%2e/api/v1/tasks")) {
      assertThat(send(to(key, path).header("x-api-key", key.secret())).statusCode())
          .as(path)
          .isEqualTo(404);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void when_the_attempt_is_over_its_key_is_worth_nothing()
      throws IOException, InterruptedException {
    var key = admitted();
    Files.delete(attempt.resolve("credential"));
    var over = send(to(key, "/v1/models").header("x-api-key", key.secret()));
    door.dismiss(key);
    var forgotten = send(to(key, "/v1/models").header("x-api-key", key.secret()));

    assertThat(over.statusCode()).isEqualTo(503);
    assertThat(over.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(forgotten.statusCode()).isEqualTo(401);
  }

  @Test
  void while_control_is_away_the_program_is_told_to_come_back()
      throws IOException, InterruptedException {
    var key = admitted();
    control.stop(0);
    var refused = send(to(key, "/v1/models").header("x-api-key", key.secret()));
    reached = Optional.empty();
    var away = send(to(key, "/v1/models").header("x-api-key", key.secret()));

    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.body()).contains("control is not in reach just now");
  }

  @Test
  void a_question_that_is_too_long_is_refused_before_control_hears_of_it()
      throws IOException, InterruptedException {
    var key = admitted();

    var answer =
        send(
            to(key, "/v1/messages")
                .header("x-api-key", key.secret())
                .POST(BodyPublishers.ofByteArray(new byte[ModelDoor.BODY_MAX + 1])));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(asked).isEmpty();
  }
}
