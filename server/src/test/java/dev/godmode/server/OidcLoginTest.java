package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.godmode.protocol.json.Json;
import dev.godmode.testkit.oidc.ScriptedProvider;
import dev.godmode.testkit.oidc.ScriptedProvider.Account;
import dev.godmode.testkit.oidc.ScriptedProvider.Signing;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;

/**
 * The contract on the testkit's provider; and what a provider, or somebody like one, does wrong.
 */
class OidcLoginTest extends OidcLoginContract {

  @SuppressWarnings("NullAway.Init") // the contract begins before each test
  private ScriptedProvider provider;

  @Override
  void begin(ShiftedClock clock) {
    provider = new ScriptedProvider(clock);
    provider.knows("ada", new Account("7", "Ada@acme.test", true, List.of("platform")));
    provider.knows("eve", new Account("8", "eve@acme.test", true, List.of()));
    provider.knows("mallory", new Account("9", "ada@acme.test", false, List.of()));
  }

  @AfterEach
  void end() {
    provider.close();
  }

  @Override
  String login() {
    return """
    login:
      name: Acme
      issuer: %s
      client_id: %s
      client_secret: secret://client
    """
        .formatted(provider.issuer(), ScriptedProvider.CLIENT);
  }

  @Override
  String secret() {
    return ScriptedProvider.SECRET;
  }

  private void refused(String... why) {
    logIn("ada");

    assertThat(browser.isLoggedIn()).isFalse();
    assertThat(browser.problem()).contains(why);
  }

  private void refusedWhenItSays(Consumer<JWTClaimsSet.Builder> wrong, String why) {
    provider.says(wrong);

    refused("its token is not taken", why);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RIGHT")
  void a_token_that_the_providers_key_did_not_sign_is_refused(Signing how) {
    provider.signs(how);

    refused("its token is not taken");
  }

  @Test
  void a_token_for_another_client_is_refused() {
    refusedWhenItSays(claims -> claims.audience("somebody-else"), "aud");
  }

  @Test
  void a_token_for_several_that_does_not_say_which_client_may_show_it_is_refused() {
    refusedWhenItSays(
        claims -> claims.audience(List.of("godmode", "other")), "made for another client");
  }

  @Test
  void a_token_that_another_client_may_show_is_refused() {
    refusedWhenItSays(claims -> claims.claim("azp", "other"), "made for another client");
  }

  @Test
  void a_token_of_another_issuer_is_refused() {
    refusedWhenItSays(claims -> claims.issuer("https://evil.test"), "iss");
  }

  @Test
  void a_token_for_another_login_is_refused() {
    refusedWhenItSays(claims -> claims.claim("nonce", "old"), "made for another login");
  }

  @Test
  void a_token_that_has_ended_is_refused_beyond_half_a_minute() {
    var now = control.clock.instant();
    provider.says(claims -> claims.expirationTime(Date.from(now.minusSeconds(20))));
    logIn("ada");
    assertThat(browser.isLoggedIn()).isTrue();
    browser.close();
    browser = new LoginBrowser();

    refusedWhenItSays(claims -> claims.expirationTime(Date.from(now.minusSeconds(40))), "Expired");
  }

  @Test
  void a_token_from_the_future_is_refused() {
    refusedWhenItSays(
        claims -> claims.issueTime(Date.from(control.clock.instant().plusSeconds(60))),
        "is a clock wrong?");
  }

  @Test
  void an_address_that_the_provider_has_not_verified_is_nobodys() {
    logIn("mallory");

    assertThat(browser.isLoggedIn()).isFalse();
    assertThat(browser.problem()).contains("subject: \"9\"", "vouches for no e-mail address");
  }

  @Test
  void a_subject_is_one_person_whatever_their_address() {
    control.people(login() + "people:\n  - {subject: \"9\", role: viewer}\n");

    logIn("mallory");

    assertThat(Json.tree(browser.get(hud("/api/v1/whoami")).body()).get("name").stringValue())
        .isEqualTo("9@127.0.0.1");
  }

  @Test
  void a_provider_that_tells_only_when_it_is_asked_is_asked() {
    provider.tellsOnlyWhenAsked();

    logIn("ada");

    assertThat(browser.isLoggedIn()).isTrue();
  }

  @Test
  void a_new_key_of_the_provider_is_fetched() {
    logIn("ada");
    provider.rotates();
    browser.close();
    browser = new LoginBrowser();

    logIn("ada");

    assertThat(browser.isLoggedIn()).isTrue();
  }

  @Test
  void a_provider_that_calls_itself_something_else_is_not_the_one() {
    provider.callsItself("https://evil.test");

    refused("calls itself 'https://evil.test'");
  }

  @Test
  void an_answer_that_another_provider_sent_is_refused() {
    var begun =
        browser.get(hud("/api/v1/login/oidc")).headers().firstValue("Location").orElseThrow();
    var state = begun.replaceFirst(".*[?&]state=([^&]+).*", "$1");

    browser.logIn(
        hud("/api/v1/login/oidc/callback?code=x&iss=https://evil.test&state=" + state), "");

    assertThat(browser.problem()).contains("is not from " + provider.issuer());
  }

  @Test
  void a_login_that_another_browser_began_is_refused() {
    var begun =
        browser.get(hud("/api/v1/login/oidc")).headers().firstValue("Location").orElseThrow();
    try (var victim = new LoginBrowser()) {
      victim.logIn(URI.create(begun), "eve");

      assertThat(victim.isLoggedIn()).isFalse();
      assertThat(victim.problem()).contains("begun in another browser");
    }
  }

  @Test
  void a_login_that_took_too_long_is_refused() {
    var begun =
        browser.get(hud("/api/v1/login/oidc")).headers().firstValue("Location").orElseThrow();
    control.clock.advance(Duration.ofMinutes(11));

    browser.logIn(URI.create(begun), "ada");

    assertThat(browser.problem()).contains("took longer than 10 minutes");
  }

  private JsonNode begun() {
    return Json.tree(
        control
            .send(control.stranger("/api/v1/login/device").POST(BodyPublishers.noBody()))
            .body());
  }

  private HttpResponse<String> poll(JsonNode begun) {
    control.clock.advance(Duration.ofSeconds(5));
    return control.send(
        control
            .stranger("/api/v1/login/device/poll")
            .POST(
                BodyPublishers.ofString(
                    Json.write(Map.of("handle", begun.get("handle").stringValue())))));
  }

  @Test
  void a_program_without_a_browser_is_let_in_when_the_person_has_said_yes() {
    var begun = begun();
    assertThat(Json.tree(poll(begun).body()).get("every_seconds").intValue()).isEqualTo(5);
    provider.approves(begun.get("code").stringValue(), "ada");

    var standing = Json.tree(poll(begun).body());

    var token = standing.get("token").stringValue();
    assertThat(bearer(token, "/api/v1/world")).isEqualTo(200);
    assertThat(standing.get("name").stringValue()).isEqualTo("ada@acme.test");
    assertThat(poll(begun).statusCode()).isEqualTo(401);
    control.send(
        control
            .stranger("/api/v1/logout")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.noBody()));
    assertThat(bearer(token, "/api/v1/world")).isEqualTo(401);
  }

  private int bearer(String token, String path) {
    return control
        .send(control.stranger(path).header("Authorization", "Bearer " + token))
        .statusCode();
  }

  @Test
  void a_program_of_somebody_whom_no_line_names_is_told_what_the_owner_must_do() {
    var begun = begun();
    provider.approves(begun.get("code").stringValue(), "eve");

    var reply = poll(begun);

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("{email: eve@acme.test, role: viewer}");
  }

  @Test
  void a_program_that_asks_too_often_asks_nobody() {
    var begun = begun();
    poll(begun);
    provider.approves(begun.get("code").stringValue(), "ada");
    control.clock.advance(Duration.ofSeconds(-5));

    assertThat(Json.tree(poll(begun).body()).has("token")).isFalse();
  }

  @Test
  void a_provider_that_is_down_is_told_and_a_code_still_lets_in() {
    provider.close();

    refused("Acme cannot log you in", "does not answer", "A code of gm login still does");
    var code =
        Json.tree(control.post("/api/v1/login-codes", "{}").body()).get("code").stringValue();
    var local =
        control.send(
            control
                .stranger("/api/v1/login")
                .POST(BodyPublishers.ofString(Json.write(Map.of("code", code)))));
    assertThat(local.statusCode()).isEqualTo(204);
  }

  @Test
  void nobody_is_sent_to_the_page_of_a_provider_that_has_gone_since() {
    logIn("ada");
    assertThat(browser.isLoggedIn()).isTrue();
    browser.close();
    browser = new LoginBrowser();
    provider.close();
    control.clock.advance(Duration.ofSeconds(6));

    refused("Acme cannot log you in", "does not answer", "A code of gm login still does");
  }

  @Test
  void a_provider_is_asked_whether_it_is_there_once_in_five_seconds() {
    provider.callsItself("https://evil.test");
    refused("calls itself 'https://evil.test'");
    provider.callsItself(provider.issuer().toString());

    refused("calls itself 'https://evil.test'");
    control.clock.advance(Duration.ofSeconds(6));
    logIn("ada");

    assertThat(browser.isLoggedIn()).isTrue();
  }

  @Test
  void a_secret_that_nobody_has_is_told_and_named() {
    control.people(login().replace("secret://client", "secret://other") + LINES);

    refused("no source has the secret 'other'", "gm secrets set other");
  }

  @Test
  void a_person_who_said_no_is_told_so() {
    var begun =
        browser.get(hud("/api/v1/login/oidc")).headers().firstValue("Location").orElseThrow();
    var state = begun.replaceFirst(".*[?&]state=([^&]+).*", "$1");

    browser.logIn(
        hud(
            "/api/v1/login/oidc/callback?error=access_denied&state=%s&iss=%s"
                .formatted(state, provider.issuer())),
        "");

    assertThat(browser.problem()).contains("Acme did not log you in: access_denied");
  }

  @Test
  void without_a_provider_there_is_no_such_login() {
    control.people("people: []\n");

    refused("this fleet has no login provider");
    assertThat(Json.tree(browser.get(hud("/api/v1/login")).body()).has("provider")).isFalse();
  }
}
