package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.client.tls.PinnedTrust;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.http.Gate;
import dev.godmode.server.http.Manners;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.Routing;
import dev.godmode.server.identity.Authority;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are held for nothing are let go of; what is long by intention lives on. */
class BadMannersTest {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int SEATS = 8;
  private static final Duration HEAD = Duration.ofSeconds(1);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String HALF = "GET /quick HTTP/1.1\r\nHost: x\r\nX-Slow: a";

  /** Bytes of a handshake's first record: 512 more are promised. */
  private static final byte[] HALF_HELLO = {0x16, 3, 1, 2, 0, 1};

  @TempDir static Path home;
  private static Ports ports;
  private static SSLContext tls;
  private static final Semaphore GO_ON = new Semaphore(0);

  @BeforeAll
  static void open() {
    var authority = Authority.open(home, Set.of(), new SecureRandom(), new ShiftedClock());
    var routes = new Routing(Gate.openOnly(), (_, _, _) -> {}, routes());
    ports =
        new Ports(
            new Ports.Served(routes, Optional.empty(), Optional.empty(), routes),
            Map.of(StreamProtocol.PATH, Echo::new),
            authority,
            new Manners(HEAD, SHORT, SHORT, Duration.ofMillis(20), SEATS, 2 * SEATS, 2 * SEATS));
    ports.open(TestSettings.of(home, Map.of()));
    tls = new PinnedTrust(authority.fingerprint(), StreamProtocol.CONTROL_NAME).context();
  }

  private static List<Route> routes() {
    return List.of(
        Route.get("/quick", "At once")
            .open()
            .writes(
                "text/plain",
                call -> call.send("text/plain", "quick".getBytes(StandardCharsets.UTF_8))),
        Route.get("/long", "When it is told to")
            .open()
            .writes(
                "text/plain",
                call -> {
                  try (var out = call.stream("text/plain")) {
                    out.write("begun".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    GO_ON.acquire();
                    out.write(" and ended".getBytes(StandardCharsets.UTF_8));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }),
        Route.post("/body", "Says how much came")
            .open()
            .takes("text/plain", 1 << 20)
            .writes(
                "text/plain",
                call ->
                    call.send(
                        "text/plain",
                        ("got " + call.bytes().length).getBytes(StandardCharsets.UTF_8))));
  }

  @AfterAll
  static void close() {
    ports.close();
  }

  @Test
  void what_never_becomes_a_request_is_let_go_of_and_streams_live_on() throws IOException {
    var heard = new CompletableFuture<String>();
    try (var http = HttpClient.newBuilder().sslContext(tls).build();
        var stream = plain(ports.api());
        var api = plain(ports.api());
        var hud = plain(ports.hud());
        var fleet = secure();
        var silent = plain(ports.fleet());
        var hello = plain(ports.fleet())) {
      var worker =
          http.newWebSocketBuilder()
              .buildAsync(
                  URI.create("wss://127.0.0.1:" + ports.fleet() + StreamProtocol.PATH),
                  new Ear(heard))
              .join();
      say(stream, "GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      for (var half : List.of(api, hud, fleet)) {
        say(half, HALF);
      }
      hello.getOutputStream().write(HALF_HELLO);

      for (var half : List.of(api, hud, fleet, silent, hello)) {
        assertThat(rest(half)).isEmpty();
      }
      worker.sendText("still there", true).join();
      GO_ON.release();

      assertThat(heard.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join())
          .isEqualTo("still there");
      assertThat(rest(stream)).contains("begun").contains(" and ended");
      worker.abort();
    }
  }

  @Test
  void a_connection_without_another_request_is_closed() throws IOException {
    try (var idle = plain(ports.api())) {
      say(idle, "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(rest(idle)).endsWith("quick");
    }
  }

  @Test
  void a_body_that_stops_is_refused_with_the_reason() throws IOException {
    try (var slow = plain(ports.api())) {
      say(slow, "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nten bytes.");

      assertThat(rest(slow)).startsWith("HTTP/1.1 408 ").contains("the body broke off");
    }
  }

  @Test
  void a_body_whose_chunks_stop_is_refused_too() throws IOException {
    try (var slow = plain(ports.api())) {
      say(slow, "POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe");

      assertThat(rest(slow)).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void a_body_that_keeps_coming_is_taken_whole() throws IOException {
    try (var busy = plain(ports.api())) {
      var body = "x".repeat(1 << 20);

      say(
          busy,
          "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n".formatted(body.length()));
      say(busy, body);

      assertThat(rest(busy)).endsWith("got " + body.length());
    }
  }

  @Test
  void of_too_many_that_wait_the_first_goes_and_the_last_is_served() throws IOException {
    var waiting = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 4 * SEATS; i++) {
        waiting.add(plain(ports.api()));
        say(waiting.getLast(), HALF);
      }

      var last = waiting.getLast();
      say(last, "\r\nConnection: close\r\n\r\n");

      assertThat(rest(last)).endsWith("quick");
      assertThat(isLetGoOf(waiting.getFirst())).isTrue();
    } finally {
      for (var socket : waiting) {
        socket.close();
      }
    }
  }

  private static Socket plain(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static Socket secure() throws IOException {
    return tls.getSocketFactory().createSocket(plain(ports.fleet()), "127.0.0.1", 0, true);
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    to.getOutputStream().flush();
  }

  /** What comes until the other end closes. */
  private static String rest(Socket from) throws IOException {
    return new String(from.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Words that nobody has read yet make the end a reset. */
  private static boolean isLetGoOf(Socket one) {
    try {
      return rest(one).isEmpty();
    } catch (SocketException _) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static final class Echo implements WsListener {

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
      session.send(text, last);
    }
  }

  private record Ear(CompletableFuture<String> heard) implements WebSocket.Listener {

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      heard.complete(data.toString());
      return CompletableFuture.completedStage(null);
    }
  }
}
