package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, over real HTTP. */
class AccessTest {

  /** Routes that give nothing away; anything else needs credentials. */
  private static final Set<String> OPEN =
      Set.of(
          "GET /health",
          "GET /livez",
          "GET /readyz",
          "POST /api/v1/login",
          "GET /api/v1/login",
          "GET /api/v1/login/oidc",
          "GET /api/v1/login/oidc/callback",
          "POST /api/v1/login/device",
          "POST /api/v1/login/device/poll",
          "POST /api/v1/token",
          "GET /.well-known/jwks.json",
          "GET /.well-known/agent-card.json");

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

  private record Operation(String method, String path) {
    String name() {
      return method + " " + path;
    }
  }

  private List<Operation> documented() {
    var operations = new ArrayList<Operation>();
    control
        .json("/openapi.json")
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(
                        method ->
                            operations.add(
                                new Operation(method.toUpperCase(Locale.ROOT), path.getKey()))));
    return operations;
  }

  private int statusForStranger(Operation operation) {
    var request =
        control
            .stranger(operation.path().replaceAll("\\{\\w+}", "x"))
            .method(operation.method(), BodyPublishers.ofString("{}"));
    return control.send(request).statusCode();
  }

  @Test
  void every_route_but_the_open_ones_needs_credentials() {
    var operations = documented();

    assertThat(operations).hasSizeGreaterThan(35);
    assertThat(operations)
        .filteredOn(operation -> !OPEN.contains(operation.name()))
        .allSatisfy(operation -> assertThat(statusForStranger(operation)).isEqualTo(401));
    assertThat(operations.stream().map(Operation::name)).containsAll(OPEN);
    assertThat(control.send(control.stranger("/openapi.json")).statusCode()).isEqualTo(401);
  }

  @Test
  void what_is_open_is_open() {
    assertThat(control.send(control.stranger("/health")).statusCode()).isEqualTo(200);
    assertThat(control.send(control.stranger("/livez")).body()).isEqualTo("alive\n");
    assertThat(control.send(control.stranger("/readyz")).body()).isEqualTo("ready\n");
    assertThat(control.send(control.stranger("/")).body()).contains("HUD of the test");
  }

  @Test
  void a_failing_component_makes_health_and_readiness_503() {
    control.well.set(false);

    assertThat(control.send(control.stranger("/health")).statusCode()).isEqualTo(503);
    assertThat(control.send(control.stranger("/readyz")).statusCode()).isEqualTo(503);
    assertThat(control.send(control.stranger("/livez")).statusCode()).isEqualTo(200);
  }

  @Test
  void a_wrong_token_is_refused() {
    var reply =
        control.send(control.stranger("/api/v1/world").header("Authorization", "Bearer wrong"));

    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  private String code() {
    return Json.tree(control.post("/api/v1/login-codes", "{}").body()).get("code").stringValue();
  }

  private HttpResponse<String> login(String code) {
    return control.send(
        control
            .stranger("/api/v1/login")
            .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}")));
  }

  private String cookie() {
    return login(code()).headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private HttpRequest.Builder browser(String path, String cookie) {
    return control.stranger(path).header("Cookie", cookie);
  }

  @Test
  void a_login_code_gives_a_session_once() {
    var code = code();

    var first = login(code.toLowerCase(Locale.ROOT).replace("-", " "));
    var second = login(code);

    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("godmode_session=")
        .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=2592000");
    assertThat(second.statusCode()).isEqualTo(401);
    assertThat(second.body()).contains("\"code\":\"wrong_code\"");
  }

  @Test
  void a_login_code_is_void_after_ten_minutes() {
    var code = code();

    control.clock.advance(Duration.ofMinutes(10));

    assertThat(login(code).statusCode()).isEqualTo(401);
  }

  @Test
  void guessing_codes_is_slowed_down_and_forgiven_later() {
    for (var i = 0; i < 10; i++) {
      login("0000-000" + i);
    }

    var refused = login(code());
    control.clock.advance(Duration.ofMinutes(2));
    var taken = login(code());

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(taken.statusCode()).isEqualTo(204);
  }

  @Test
  void a_session_reads_and_changes_only_from_our_own_page() {
    var cookie = cookie();
    var own = control.api("").toString();

    var read = control.send(browser("/api/v1/world", cookie));
    var noOrigin =
        control.send(browser("/api/v1/stop", cookie).POST(BodyPublishers.ofString("{}")));
    var foreign =
        control.send(
            browser("/api/v1/stop", cookie)
                .header("Origin", "http://evil.example")
                .POST(BodyPublishers.ofString("{}")));
    var ours =
        control.send(
            browser("/api/v1/stop", cookie)
                .header("Origin", own)
                .POST(BodyPublishers.ofString("{}")));

    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(noOrigin.statusCode()).isEqualTo(403);
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.body()).contains("wrong_origin");
    assertThat(ours.statusCode()).isEqualTo(200);
  }

  @Test
  void a_session_ends_with_logout() {
    var cookie = cookie();

    control.send(
        browser("/api/v1/logout", cookie)
            .header("Origin", control.api("").toString())
            .POST(BodyPublishers.noBody()));

    assertThat(control.send(browser("/api/v1/world", cookie)).statusCode()).isEqualTo(401);
  }

  @Test
  void a_session_survives_a_restart_of_control() {
    var cookie = cookie();

    control.close();
    control = new ServedControl(home);

    assertThat(control.send(browser("/api/v1/world", cookie)).statusCode()).isEqualTo(200);
  }

  @Test
  void a_name_that_was_made_to_point_here_is_not_answered() {
    var reply =
        RawHttp.get(control.api("/api/v1/world"), "rebound.example", "Bearer " + control.token());
    var open = RawHttp.get(control.api("/"), "rebound.example", "");

    assertThat(reply).startsWith("HTTP/1.1 421 ").contains("wrong_host");
    assertThat(open).startsWith("HTTP/1.1 421 ");
  }

  @Test
  void every_answer_forbids_sniffing() {
    assertThat(control.get("/api/v1/world").headers().firstValue("X-Content-Type-Options"))
        .contains("nosniff");
  }
}
