package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose end a proxy before control may see elsewhere: what is hidden in the body of one
 * must never be taken for another.
 */
class SmugglingTest {

  private static final int HALF_OPEN = 200;

  @TempDir static Path home;
  private static ServedControl control;

  @BeforeAll
  static void serve() {
    control = new ServedControl(home);
  }

  @AfterAll
  static void stop() {
    control.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 4",
        "Content-Length: 4|Content-Length: 5",
        "Content-Length: 4, 5",
        "Content-Length: +4",
        "Content-Length: 0x4",
        "Content-Length: -4",
        "Content-Length: 4|Transfer-Encoding: identity, chunked",
        "Content-Length: 4|Transfer-Encoding : chunked",
        "Content-Length: 4|Transfer-Encoding: xchunked",
        "Content-Length: 4|Transfer-Encoding:\u000bchunked",
        "Content-Length: 4|X: y\nTransfer-Encoding: chunked",
        "Content-Length: 4|X: y\r|Transfer-Encoding: chunked",
        "Content-Length: 4| Transfer-Encoding: chunked",
        "Content-Length 4|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity",
      })
  void a_request_whose_end_is_in_doubt_gets_one_answer_and_no_second(String headers) {
    var said = ask(headers, "0\r\n\r\n");

    assertThat(answers(said)).as(said).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void two_honest_requests_on_one_connection_get_two_answers() {
    assertThat(answers(ask("Content-Length: 2", "{}"))).hasSize(2);
  }

  /** A request that is answered whatever its body is, and another one behind it. */
  private static String ask(String headers, String body) {
    var uri = control.api("/livez");
    var host = uri.getAuthority();
    return RawHttp.send(
        uri,
        "GET /livez HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n%s"
                .formatted(host, headers.replace("|", "\r\n"), body)
            + "GET /livez HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(host));
  }

  private static List<String> answers(String said) {
    return said.lines().filter(line -> line.startsWith("HTTP/1.1 ")).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../owner.token",
        "/../../../../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/owner.token",
        "/assets/../../owner.token",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%5c..%5cowner.token",
        "/assets/%252e%252e/owner.token",
        "/assets//etc/passwd",
        "/owner.token%00.js",
        "/api/v1/tasks/..%2f..%2fowner.token",
      })
  void a_path_that_climbs_reaches_no_file(String path) {
    var uri = URI.create(control.server.hud());

    var said =
        RawHttp.send(
            uri,
            "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(path, uri.getAuthority()));

    assertThat(answers(said)).hasSize(1).noneMatch(line -> line.startsWith("HTTP/1.1 5"));
    assertThat(said).doesNotContain(control.token()).doesNotContain("root:");
  }

  @Test
  void connections_that_never_end_their_request_keep_nobody_else_waiting() throws IOException {
    var uri = control.api("/api/v1/world");
    var halves = new ArrayList<Socket>();
    try {
      for (var i = 0; i < HALF_OPEN; i++) {
        var socket = new Socket(uri.getHost(), uri.getPort());
        halves.add(socket);
        socket
            .getOutputStream()
            .write("GET /api/v1/world HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.UTF_8));
      }

      assertThat(control.get("/api/v1/world").statusCode()).isEqualTo(200);
    } finally {
      for (var socket : halves) {
        socket.close();
      }
    }
  }
}
