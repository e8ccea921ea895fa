package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Tailnet.Neighbour;
import dev.godmode.protocol.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins by the tailnet's word; tailscaled hands its connections on by loopback here. */
class TailnetPeopleTest {

  private static final String SERVED = "forge.tail1234.ts.net";

  @TempDir Path home;
  private ServedControl control;

  @BeforeEach
  void serve() {
    control =
        new ServedControl(home, Map.of("GODMODE_TAILSCALE", "people", "GODMODE_SERVE_PORT", "0"));
    control.people("people:\n  - {tailnet: ada@example.com, role: operator}\n");
    comesFrom("laptop.ts.net", "ada@example.com");
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private void comesFrom(String machine, String login) {
    control.tailnet.at("127.0.0.1", new Neighbour.Member(machine, Optional.of(login), Set.of()));
  }

  private URI tailnet() {
    return URI.create("http://127.0.0.1:" + port("/people/0"));
  }

  private URI served() {
    return URI.create("http://127.0.0.1:" + port("/serve"));
  }

  private int port(String where) {
    return URI.create(control.json("/api/v1/tailnet").at(where).stringValue()).getPort();
  }

  /** What came back, head and body, for a request with these lines in its head. */
  private static String send(URI to, String method, String path, String... head) {
    return RawHttp.send(
        to,
        "%s %s HTTP/1.1\r\n%s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .formatted(method, path, String.join("\r\n", head)));
  }

  private static String own(URI to) {
    return "Host: " + to.getAuthority();
  }

  private static String logIn(URI to, String... head) {
    return send(to, "POST", "/api/v1/login/tailnet", head);
  }

  private String session() {
    return cookie(logIn(tailnet(), own(tailnet())));
  }

  private static String cookie(String reply) {
    assertThat(reply).startsWith("HTTP/1.1 204").containsIgnoringCase("SameSite=Strict");
    return "Cookie: " + reply.replaceFirst("(?s).*(godmode_session=[^;]+);.*", "$1");
  }

  private static String whoami(URI at, String... head) {
    return send(at, "GET", "/api/v1/whoami", head);
  }

  @Test
  void somebody_whom_a_line_names_is_let_in_by_their_connection_alone() {
    var session = session();

    assertThat(whoami(tailnet(), own(tailnet()), session))
        .contains("\"name\":\"ada@example.com\"", "\"kind\":\"operator\"");
    assertThat(control.json("/api/v1/ledger?kind=PersonLoggedIn").at("/items/0/text").stringValue())
        .contains("ada@example.com logged in as operator", "tailscaled", "tailnet ada@example.com");
    assertThat(control.json("/api/v1/people").at("/items/1/vouched").stringValue())
        .contains("tailnet ada@example.com is operator");
  }

  @Test
  void whoever_no_line_names_is_told_who_they_are_and_what_the_owner_must_do() {
    comesFrom("laptop.ts.net", "eve@example.com");

    var reply = logIn(tailnet(), own(tailnet()));

    assertThat(reply)
        .startsWith("HTTP/1.1 403")
        .contains("tailscaled says you are eve@example.com (on laptop.ts.net)")
        .contains("{tailnet: \\\"eve@example.com\\\", role: viewer}");
    assertThat(send(tailnet(), "GET", "/api/v1/login", own(tailnet())))
        .contains("\"name\":\"eve@example.com\"", "nobody has let you in yet");
    control.server.settleDenials();
    assertThat(control.ledgerKinds()).contains("AccessDenied").doesNotContain("PersonLoggedIn");
  }

  @Test
  void headers_let_nobody_in_at_any_port_but_serves() {
    comesFrom("laptop.ts.net", "eve@example.com");
    var forged = "Tailscale-User-Login: ada@example.com\r\nX-Forwarded-For: 100.64.0.9";

    for (var port : new URI[] {control.api("/"), URI.create(control.server.hud()), tailnet()}) {
      assertThat(logIn(port, own(port), forged)).startsWith("HTTP/1.1 40").doesNotContain("Cookie");
      assertThat(whoami(port, own(port), forged)).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void serves_header_lets_in_at_its_own_port_for_requests_that_keep_having_it() {
    var host = "Host: " + SERVED;
    var ada = "Tailscale-User-Login: ada@example.com";

    var session = cookie(logIn(served(), host, ada, "Origin: https://" + SERVED));

    assertThat(whoami(served(), host, ada, session)).contains("ada@example.com");
    assertThat(whoami(served(), host, session)).startsWith("HTTP/1.1 401");
    assertThat(whoami(served(), host, "Tailscale-User-Login: eve@example.com", session))
        .startsWith("HTTP/1.1 401");
    assertThat(whoami(tailnet(), own(tailnet()), ada, session)).startsWith("HTTP/1.1 401");
    assertThat(logIn(served(), host, ada, ada)).startsWith("HTTP/1.1 401");
    assertThat(whoami(served(), host, ada, "Tailscale-Funnel-Request: ?1", session))
        .startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: evil.test", "Host: evil.ts.net:5054"})
  void a_name_that_was_made_to_point_here_is_none_of_ours(String host) {
    assertThat(logIn(tailnet(), host)).startsWith("HTTP/1.1 421");
    assertThat(logIn(served(), host, "Tailscale-User-Login: ada@example.com"))
        .startsWith("HTTP/1.1 421");
  }

  @Test
  void the_tailnets_names_are_none_of_the_ports_on_loopback() {
    assertThat(whoami(control.api("/"), "Host: " + SERVED)).startsWith("HTTP/1.1 421");
  }

  @Test
  void another_sites_page_logs_nobody_in_and_changes_nothing() {
    var evil = "Origin: https://evil.test";
    var session = session();

    assertThat(logIn(tailnet(), own(tailnet()), evil)).startsWith("HTTP/1.1 403");
    assertThat(send(tailnet(), "POST", "/api/v1/logout", own(tailnet()), session, evil))
        .startsWith("HTTP/1.1 403");
    assertThat(send(tailnet(), "POST", "/api/v1/logout", own(tailnet()), session))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void a_session_is_of_no_use_on_another_machine_for_another_person_or_at_another_port() {
    var session = session();
    var hud = URI.create(control.server.hud());

    assertThat(whoami(hud, own(hud), session)).startsWith("HTTP/1.1 401");
    comesFrom("stolen.ts.net", "ada@example.com");
    assertThat(whoami(tailnet(), own(tailnet()), session)).startsWith("HTTP/1.1 401");
    comesFrom("laptop.ts.net", "eve@example.com");
    assertThat(whoami(tailnet(), own(tailnet()), session)).startsWith("HTTP/1.1 401");
    comesFrom("laptop.ts.net", "ada@example.com");
    assertThat(whoami(tailnet(), own(tailnet()), session)).startsWith("HTTP/1.1 200");
  }

  @Test
  void whoever_leaves_the_tailnet_is_out_and_so_is_everybody_while_nobody_can_tell() {
    var session = session();
    var forge = control.tailnet.standing();

    control.tailnet.at("127.0.0.1", new Neighbour.Outsider());
    assertThat(whoami(tailnet(), own(tailnet()), session))
        .startsWith("HTTP/1.1 403")
        .contains("is not on it");
    comesFrom("laptop.ts.net", "ada@example.com");
    var here = tailnet();
    control.tailnet.stand(new Standing.Absent("tailscaled at /s: no answer within 3000 ms"));
    assertThat(whoami(here, own(here), session))
        .startsWith("HTTP/1.1 403")
        .contains("no answer within 3000 ms");
    control.tailnet.stand(forge);
    assertThat(whoami(here, own(here), session)).startsWith("HTTP/1.1 200");
  }

  @Test
  void a_line_that_goes_acts_in_mid_session_and_a_session_ends_by_itself() {
    var session = session();

    control.people("people: []\n");
    assertThat(whoami(tailnet(), own(tailnet()), session)).startsWith("HTTP/1.1 401");
    control.people("people:\n  - {tailnet: ada@example.com, role: viewer}\n");
    assertThat(whoami(tailnet(), own(tailnet()), session)).contains("\"kind\":\"viewer\"");
    control.clock.advance(Duration.ofHours(8));
    assertThat(whoami(tailnet(), own(tailnet()), session)).startsWith("HTTP/1.1 401");
  }

  @Test
  void a_tagged_machine_is_nobody_and_a_code_still_lets_its_user_in() {
    control.tailnet.at("127.0.0.1", new Neighbour.Member("ci", Optional.empty(), Set.of("tag:ci")));
    var code =
        Json.tree(control.post("/api/v1/login-codes", "{}").body()).get("code").stringValue();

    assertThat(logIn(tailnet(), own(tailnet()))).startsWith("HTTP/1.1 401").contains("is tagged");
    var body = Json.write(Map.of("code", code));
    assertThat(
            RawHttp.send(
                tailnet(),
                "POST /api/v1/login HTTP/1.1\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                    .formatted(own(tailnet()), body.length(), body)))
        .startsWith("HTTP/1.1 204");
  }

  @Test
  void the_owner_is_told_where_people_come_in() {
    var view = control.json("/api/v1/tailnet");

    assertThat(view.at("/people/0").stringValue()).startsWith("http://forge.tail1234.ts.net:");
    assertThat(view.at("/serve").stringValue()).startsWith("http://127.0.0.1:");
  }
}
