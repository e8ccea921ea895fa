package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logins with a provider, from a browser's first step to its last. The provider knows ada
 * (ada@acme.test, verified, in the group platform) and eve (eve@acme.test, verified, in no group).
 */
abstract class OidcLoginContract {

  static final String LINES =
      """
      people:
        - {email: ada@acme.test, role: operator}
      """;

  @TempDir Path home;
  ServedControl control;
  LoginBrowser browser;

  /** Begins a provider that keeps the control's time. */
  abstract void begin(ShiftedClock clock);

  /** The file's part on the provider; the client's secret is {@code secret://client}. */
  abstract String login();

  abstract String secret();

  @BeforeEach
  void serve() {
    control = new ServedControl(home, Map.of("GODMODE_SECRET_CLIENT", secret()));
    begin(control.clock);
    browser = new LoginBrowser();
    control.people(login() + LINES);
  }

  @AfterEach
  void stop() {
    browser.close();
    control.close();
  }

  URI hud(String path) {
    return URI.create(control.server.hud() + path);
  }

  void logIn(String who) {
    browser.logIn(hud("/api/v1/login/oidc"), who);
  }

  private String whoami(String field) {
    return Json.tree(browser.get(hud("/api/v1/whoami")).body()).path(field).asString("");
  }

  private int status() {
    return browser.get(hud("/api/v1/world")).statusCode();
  }

  @Test
  void somebody_whom_a_line_names_is_what_it_says() {
    logIn("ada");

    assertThat(browser.problem()).isEmpty();
    assertThat(whoami("name")).isEqualTo("ada@acme.test");
    assertThat(whoami("kind")).isEqualTo("operator");
    assertThat(status()).isEqualTo(200);
    assertThat(control.json("/api/v1/ledger?kind=PersonLoggedIn").at("/items/0/text").stringValue())
        .contains("ada@acme.test logged in as operator", "email ada@acme.test is operator");
  }

  @Test
  void a_group_that_a_line_names_lets_in_whoever_is_in_it() {
    control.people(login() + "people:\n  - {group: platform, role: viewer}\n");

    logIn("ada");

    assertThat(whoami("kind")).isEqualTo("viewer");
  }

  @Test
  void of_several_lines_the_greatest_role_counts() {
    control.people(login() + LINES + "  - {group: platform, role: viewer}\n");

    logIn("ada");

    assertThat(whoami("kind")).isEqualTo("operator");
  }

  @Test
  void whoever_no_line_names_is_told_what_the_owner_must_do() {
    logIn("eve");

    assertThat(browser.isLoggedIn()).isFalse();
    assertThat(browser.problem())
        .contains("eve@acme.test", "nobody has let you in", "{email: eve@acme.test, role: viewer}");
    control.server.settleDenials();
    assertThat(control.ledgerKinds()).contains("AccessDenied").doesNotContain("PersonLoggedIn");
  }

  @Test
  void an_answer_of_the_provider_counts_once() {
    logIn("ada");
    try (var other = new LoginBrowser()) {
      other.logIn(browser.callback(), "ada");

      assertThat(other.isLoggedIn()).isFalse();
      assertThat(other.problem()).contains("was used already");
    }
  }

  @Test
  void a_login_counts_for_its_time_however_much_it_is_used() {
    logIn("ada");
    control.clock.advance(Duration.ofHours(7));
    assertThat(status()).isEqualTo(200);

    control.clock.advance(Duration.ofHours(1));

    assertThat(status()).isEqualTo(401);
  }

  @Test
  void a_line_that_goes_and_one_that_changes_act_in_mid_session() {
    logIn("ada");

    control.people(login() + "people:\n  - {email: ada@acme.test, role: viewer}\n");
    assertThat(whoami("kind")).isEqualTo("viewer");
    control.people(login());

    assertThat(status()).isEqualTo(401);
  }

  @Test
  void a_provider_that_the_file_names_no_more_vouches_for_nobody() {
    logIn("ada");

    control.people(LINES);

    assertThat(status()).isEqualTo(401);
  }

  @Test
  void the_owner_sees_who_is_here_by_whose_word_and_logs_them_out() {
    logIn("ada");

    var listed = control.json("/api/v1/people").at("/items/1");
    var done = control.send(control.request("/api/v1/people/ada@acme.test").DELETE());

    assertThat(listed.get("name").stringValue()).isEqualTo("ada@acme.test");
    assertThat(listed.get("vouched").stringValue()).contains("email ada@acme.test is operator");
    assertThat(done.body()).contains("logged out everywhere");
    assertThat(status()).isEqualTo(401);
  }

  @Test
  void the_login_page_is_told_the_providers_name() {
    assertThat(Json.tree(browser.get(hud("/api/v1/login")).body()).get("provider").stringValue())
        .isEqualTo("Acme");
  }
}
