package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.api.Requests.JoinOffer;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.server.identity.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a second control gets the fleet's authority, over real TLS. */
class StandbyAdmissionTest {

  @TempDir Path forge;
  @TempDir Path atlas;
  private ServedControl control;

  @BeforeEach
  void serve() {
    control =
        new ServedControl(
            forge, Map.of("GODMODE_DATABASE_URL", "postgres://outside.example/godmode"));
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private JoinCode code() {
    var offer = Json.read(JoinOffer.class, control.post("/api/v1/standby-codes", "{}").body());
    assertThat(offer.command()).isEqualTo("./gmup --standby " + offer.code());
    return JoinCode.parse(JoinCode.Kind.STANDBY, offer.code());
  }

  @Test
  void a_code_brings_the_authority_and_that_is_on_record() throws Exception {
    AuthorityTransfer.receive(code(), atlas);

    var received = Authority.open(atlas, Set.of(), new SecureRandom(), InstantSource.system());
    assertThat(received.fingerprint()).isEqualTo(control.authority.fingerprint());
    assertThat(Files.getPosixFilePermissions(atlas.resolve("authority.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(control.ledgerKinds()).contains("StandbyAdmitted");
  }

  @Test
  void a_code_works_once() {
    var code = code();
    AuthorityTransfer.receive(code, atlas);

    assertThatThrownBy(() -> AuthorityTransfer.receive(code, atlas.resolve("third")))
        .hasMessageContaining("was used already");
    AuthorityTransfer.receive(code, atlas); // it is there: nothing is asked
  }

  @Test
  void a_code_is_void_after_ten_minutes_and_when_there_is_a_newer_one() {
    var first = code();
    var second = code();
    assertThatThrownBy(() -> AuthorityTransfer.receive(first, atlas))
        .hasMessageContaining("this standby code is wrong");

    control.clock.advance(Duration.ofMinutes(10));

    assertThatThrownBy(() -> AuthorityTransfer.receive(second, atlas))
        .hasMessageContaining("older than 10 minutes");
    assertThat(atlas.resolve("authority.key")).doesNotExist();
    assertThat(control.ledgerKinds()).doesNotContain("StandbyAdmitted");
  }

  @Test
  void guessing_is_stopped() {
    var real = code();
    var guess = new JoinCode(real.addresses(), real.fingerprint(), "guessed");
    for (var i = 0; i < 5; i++) {
      assertThatThrownBy(() -> AuthorityTransfer.receive(guess, atlas))
          .hasMessageContaining("is wrong");
    }

    assertThatThrownBy(() -> AuthorityTransfer.receive(real, atlas))
        .hasMessageContaining("too many wrong standby codes");
  }

  @Test
  void a_workers_code_does_not_bring_the_authority() {
    var code = control.joinCode();

    assertThatThrownBy(() -> AuthorityTransfer.receive(code, atlas))
        .hasMessageContaining("this standby code is wrong");
  }

  @Test
  void nothing_is_asked_of_who_is_not_the_control_that_made_the_code() {
    var real = code();
    var forged = new JoinCode(real.addresses(), "ab".repeat(32), real.secret());

    assertThatThrownBy(() -> AuthorityTransfer.receive(forged, atlas))
        .hasMessageContaining("not the control node that made the code");

    AuthorityTransfer.receive(real, atlas); // its secret has not been used up
  }

  @Test
  void a_home_that_is_a_fleet_of_its_own_stays_what_it_is() {
    var own = Authority.open(atlas, Set.of(), new SecureRandom(), InstantSource.system());

    assertThatThrownBy(() -> AuthorityTransfer.receive(code(), atlas))
        .hasMessageContaining("choose a new GODMODE_HOME");
    assertThat(Authority.fingerprintIn(atlas)).contains(own.fingerprint());
  }

  @Test
  void with_the_database_that_comes_with_it_a_control_can_have_no_standby(@TempDir Path home) {
    try (var alone = new ServedControl(home)) {
      var refused = alone.post("/api/v1/standby-codes", "{}");

      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("GODMODE_DATABASE_URL", "docs/guides/standby.md");
    }
  }

  @Test
  void a_standby_code_needs_a_database_outside() {
    var environment = Map.of("GODMODE_STANDBY_CODE", code().encode(JoinCode.Kind.STANDBY));

    assertThatThrownBy(() -> TestSettings.of(atlas, environment))
        .isInstanceOf(ServerSettings.BadSettings.class)
        .hasMessageContaining("a standby needs GODMODE_DATABASE_URL");
  }
}
