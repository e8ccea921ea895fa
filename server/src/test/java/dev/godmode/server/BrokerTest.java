package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through a broker, to a real server: what goes out, what comes back, and what does not. */
class BrokerTest {

  private static final String VALUE = "correct-horse-battery";
  private static final String GRANT = "  - {who: agent:shell, may: broker/shop:call}\n";

  private record Heard(String method, String uri, Headers headers, String body) {}

  /** What the server answers. */
  private record Said(int status, Map<String, String> headers, ByteBuffer body) {}

  private static Said said(int status, Map<String, String> headers, byte[] body) {
    return new Said(status, headers, ByteBuffer.wrap(body));
  }

  @TempDir Path home;
  private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
  private volatile Said said = said(200, Map.of(), "hello".getBytes(StandardCharsets.UTF_8));
  private HttpServer server;
  private RunningAttempts attempts;
  private String host;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
    host = "127.0.0.1:" + server.getAddress().getPort();
    var env = Files.writeString(home.resolve("secrets.env"), "shop-key=" + VALUE + "\n");
    Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        home.resolve("secrets.yaml"),
        """
        brokers:
          - name: shop
            secret: shop-key
            hosts: ["http://%s", api.example]
            methods: [GET, POST]
            paths: ["/repos/acme/**", "/user"]
            header: "Authorization: Bearer {secret}"
        """
            .formatted(host));
    attempts = new RunningAttempts(home);
    allow(GRANT);
  }

  @AfterEach
  void stop() {
    attempts.close();
    server.stop(0);
  }

  private void allow(String lines) {
    attempts.control.policy(ServedControl.trusting().replace("allow:\n", "allow:\n" + lines));
  }

  private void answer(HttpExchange exchange) throws IOException {
    heard.add(
        new Heard(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    said.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    var body = said.body().array();
    exchange.sendResponseHeaders(said.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private HttpRequest.Builder asked(String token, String path) {
    return attempts
        .control
        .stranger("/api/v1/broker/shop/" + host + path)
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> get(String token, String path) {
    return attempts.control.send(asked(token, path));
  }

  @Test
  void a_call_goes_out_with_the_secret_and_comes_back_without_it() {
    var mine = attempts.begin("mine", "");

    var reply =
        attempts.control.send(
            asked(mine.token(), "/repos/acme/x?state=open&q=a%20b")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"a\":1}")));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("hello");
    var call = heard.getFirst();
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.uri()).isEqualTo("/repos/acme/x?state=open&q=a%20b");
    assertThat(call.body()).isEqualTo("{\"a\":1}");
    assertThat(call.headers().get("Authorization")).containsExactly("Bearer " + VALUE);
    assertThat(call.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(attempts.control.get("/api/v1/ledger?limit=1000").body())
        .contains("attempt:" + mine.attempt(), "through broker shop with secret shop-key")
        .doesNotContain("horse");
  }

  @Test
  void what_the_caller_shows_us_goes_to_nobody_else_and_it_sets_no_header_of_ours() {
    var mine = attempts.begin("mine", "");

    attempts.control.send(
        asked(mine.token(), "/user")
            .header("X-Api-Key", mine.token())
            .header("Cookie", "a=b")
            .header("X-Forwarded-For", "10.0.0.1")
            .header("Accept-Encoding", "gzip")
            .header("X-Mine", "goes out"));

    var headers = heard.getFirst().headers();
    assertThat(headers.get("Authorization")).containsExactly("Bearer " + VALUE);
    assertThat(headers.toString()).doesNotContain(mine.token());
    assertThat(headers).doesNotContainKeys("Cookie", "X-forwarded-for", "X-api-key");
    assertThat(headers.getFirst("Accept-encoding")).isEqualTo("identity");
    assertThat(headers.getFirst("X-mine")).isEqualTo("goes out");
  }

  @Test
  void a_secret_that_is_echoed_is_cut_out_of_body_and_headers() {
    var mine = attempts.begin("mine", "");
    var bytes = VALUE.getBytes(StandardCharsets.UTF_8);
    var echoes =
        List.of(
            VALUE,
            "Bearer " + VALUE,
            Base64.getEncoder().encodeToString(("x" + VALUE).getBytes(StandardCharsets.UTF_8)),
            HexFormat.of().formatHex(bytes),
            HexFormat.ofDelimiter(":").formatHex(bytes),
            String.join("\n", VALUE.split("(?<=\\G.{4})", -1)));
    for (var echo : echoes) {
      said =
          said(
              200,
              Map.of("X-Echo", echo.replace("\n", " "), "Content-Type", "text/plain"),
              ("ü\u0000" + echo).getBytes(StandardCharsets.UTF_8));

      var reply = get(mine.token(), "/user");

      assertThat(reply.body()).as(echo).startsWith("ü\u0000").contains("[redacted shop-key]");
      assertThat(reply.headers().firstValue("X-Echo").orElseThrow())
          .as(echo)
          .contains("[redacted shop-key]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/repos/other/x",
        "/",
        "/userx",
        "/repos/acme/../other",
        "/repos/acme/..",
        "/repos/acme/%2e%2e/other",
        "/repos/acme/.%2E/other",
        "/repos/acme/x%2F..%2Fother",
        "/repos/acme//x",
        "/repos/acme/x%00",
        "/repos/acme/%252e%252e/x",
        "/repos/acme/x%5c..",
        "/repos/acme/x;/../y"
      })
  void a_path_that_the_rule_does_not_name_is_refused_however_it_is_written(String path) {
    var mine = attempts.begin("mine", "");

    var reply =
        RawHttp.send(
            attempts.control.api(""),
            "GET /api/v1/broker/shop/%s%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                .formatted(host, path, attempts.control.api("").getAuthority(), mine.token()));

    assertThat(reply).as(path).matches("(?s)HTTP/1.1 40[034] .*");
    assertThat(heard).isEmpty();
  }

  @Test
  void another_host_or_method_is_refused_and_the_ledger_says_so() {
    var mine = attempts.begin("mine", "");

    var other =
        attempts.control.send(
            attempts
                .control
                .stranger("/api/v1/broker/shop/127.0.0.1:1/user")
                .header("Authorization", "Bearer " + mine.token()));
    var deleted = attempts.control.send(asked(mine.token(), "/user").DELETE());

    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(other.body()).contains("does not call '127.0.0.1:1'", host);
    assertThat(deleted.statusCode()).isEqualTo(403);
    assertThat(heard).isEmpty();
    assertThat(attempts.denials()).anySatisfy(text -> assertThat(text).contains("does not call"));
  }

  @Test
  void without_a_line_nobody_calls_and_the_missing_line_is_said() {
    allow("  - {who: agent:shell, may: broker/other:call}\n");
    var mine = attempts.begin("mine", "");

    var reply = get(mine.token(), "/user");

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("- {who: agent:shell, may: broker/shop:call}");
    assertThat(heard).isEmpty();
  }

  @Test
  void the_right_to_call_with_a_secret_is_no_right_to_have_it_and_the_other_way_round() {
    allow("  - {who: agent:shell, may: secret/shop-key:use}\n");
    var mine = attempts.begin("mine", "");

    assertThat(get(mine.token(), "/user").statusCode()).isEqualTo(403);
    assertThat(heard).isEmpty();
  }

  @Test
  void a_right_that_is_taken_away_acts_with_the_next_call() {
    var mine = attempts.begin("mine", "");
    assertThat(get(mine.token(), "/user").statusCode()).isEqualTo(200);

    allow("");

    assertThat(get(mine.token(), "/user").statusCode()).isEqualTo(403);
  }

  @Test
  void after_the_attempt_it_calls_no_more() {
    var mine = attempts.begin("mine", "");
    attempts.end(mine.attempt());

    assertThat(get(mine.token(), "/user").statusCode()).isEqualTo(401);
    assertThat(heard).isEmpty();
  }

  @Test
  void a_redirection_is_told_and_not_followed() {
    var mine = attempts.begin("mine", "");
    said = said(302, Map.of("Location", "http://" + host + "/steal?key=" + VALUE), new byte[0]);

    var reply = get(mine.token(), "/user");

    assertThat(reply.statusCode()).isEqualTo(302);
    assertThat(reply.headers().firstValue("Location").orElseThrow())
        .endsWith("key=[redacted shop-key]");
    assertThat(heard).hasSize(1);
  }

  @Test
  void cookies_of_the_host_do_not_come_back_and_what_is_packed_is_not_passed_on() {
    var mine = attempts.begin("mine", "");
    said = said(200, Map.of("Set-Cookie", "session=1"), new byte[] {1});
    assertThat(get(mine.token(), "/user").headers().map()).doesNotContainKey("set-cookie");

    said = said(200, Map.of("Content-Encoding", "gzip"), new byte[] {1});

    assertThat(get(mine.token(), "/user").statusCode()).isEqualTo(502);
  }

  @Test
  void an_answer_without_bound_is_cut_off() {
    var mine = attempts.begin("mine", "");
    said = said(200, Map.of(), new byte[9 << 20]);

    var reply = get(mine.token(), "/user");

    assertThat(reply.statusCode()).isEqualTo(502);
    assertThat(reply.body()).contains("8 MiB");
  }

  @Test
  void a_host_that_is_away_is_told_without_the_secret() {
    var mine = attempts.begin("mine", "");
    server.stop(0);

    var reply = get(mine.token(), "/user");

    assertThat(reply.statusCode()).isEqualTo(502);
    assertThat(reply.body()).contains("gave no answer").doesNotContain("horse");
  }

  @Test
  void a_secret_that_is_nowhere_or_cannot_stand_in_a_header_is_told() throws IOException {
    var mine = attempts.begin("mine", "");
    Files.writeString(home.resolve("secrets.env"), "shop-key=\"a\\nX-Evil: b-long-enough\"\n");
    assertThat(get(mine.token(), "/user").body()).contains("cannot stand in a header");

    Files.writeString(home.resolve("secrets.env"), "");

    assertThat(get(mine.token(), "/user").body()).contains("gm secrets set shop-key");
    assertThat(heard).isEmpty();
  }

  @Test
  void an_unknown_broker_is_answered_with_the_one_that_was_meant() {
    allow("  - {who: agent:shell, may: broker/*:call}\n");
    var mine = attempts.begin("mine", "");

    var reply = attempts.get(mine.token(), "/api/v1/broker/shpo/" + host + "/user");

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body()).contains("did you mean 'shop'");
  }

  @Test
  void calls_again_and_again_are_counted_not_written_one_by_one() {
    var mine = attempts.begin("mine", "");
    for (var i = 0; i < 20; i++) {
      get(mine.token(), "/user");
    }
    assertThat(told()).hasSize(1);

    attempts.control.clock.advance(Duration.ofSeconds(31));
    get(mine.token(), "/user");

    assertThat(told()).hasSize(3).anySatisfy(text -> assertThat(text).contains("(19 times)"));
  }

  private List<String> told() {
    attempts.control.settle();
    return attempts
        .control
        .json("/api/v1/ledger?kind=CallsBrokered&limit=100")
        .get("items")
        .valueStream()
        .map(line -> line.get("text").stringValue())
        .toList();
  }

  @Test
  void programs_reach_it_on_the_fleet_port_and_the_list_says_who_may_call() {
    var mine = attempts.begin("mine", "");

    assertThat(attempts.worker.get("/api/v1/broker/shop/" + host + "/user", mine.token()))
        .isEqualTo(200);
    assertThat(attempts.control.get("/api/v1/secrets").body())
        .contains("agent:shell may broker/shop:call", "by broker shop");
  }
}
