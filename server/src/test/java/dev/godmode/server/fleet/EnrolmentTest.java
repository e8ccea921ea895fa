package dev.godmode.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.EnrolReply;
import dev.godmode.protocol.stream.EnrolRequest;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.server.ServedControl;
import dev.godmode.server.identity.CertifiedKey;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {

  @TempDir Path home;
  private ServedControl control;
  private String request;

  @BeforeEach
  void serve() throws Exception {
    control = new ServedControl(home);
    request = TestWorker.request(TestWorker.freshKeys());
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private HttpResponse<String> enrol(JoinCode code, String secret, String csr) {
    return TestWorker.post(
        code,
        control.authority.certificate(),
        Json.write(new EnrolRequest(secret, "Forge.local", csr)));
  }

  @Test
  void a_join_code_gives_a_machine_its_identity() throws Exception {
    var code = control.joinCode();

    var reply = enrol(code, code.secret(), request);

    assertThat(reply.statusCode()).isEqualTo(201);
    var identity = Json.read(EnrolReply.class, reply.body());
    var certificate = TestWorker.certificate(identity.certificate());
    certificate.verify(control.authority.certificate().getPublicKey());
    assertThat(identity.name()).isEqualTo("forge");
    assertThat(certificate.getSubjectX500Principal().getName())
        .isEqualTo("CN=" + identity.node().value());
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(code.fingerprint())
        .isEqualTo(CertifiedKey.fingerprint(TestWorker.certificate(identity.authority())));
  }

  @Test
  void a_join_code_works_once() {
    var code = control.joinCode();
    enrol(code, code.secret(), request);

    var again = enrol(code, code.secret(), request);

    assertThat(again.statusCode()).isEqualTo(403);
    assertThat(again.body()).contains("used already", "gm join-code");
  }

  @Test
  void a_wrong_join_code_is_refused() {
    assertThat(enrol(control.joinCode(), "wrong", request).statusCode()).isEqualTo(403);
  }

  @Test
  void an_expired_join_code_is_refused() {
    var code = control.joinCode();

    control.clock.advance(Enrolment.CODE_LIFE.plusSeconds(1));

    var late = enrol(code, code.secret(), request);
    assertThat(late.statusCode()).isEqualTo(403);
    assertThat(late.body()).contains("expired");
  }

  @Test
  void guessing_join_codes_is_slowed_down_and_forgiven_later() {
    var code = control.joinCode();
    for (var i = 0; i < 20; i++) {
      enrol(code, "wrong" + i, request);
    }

    var slowed = enrol(code, code.secret(), request);
    control.clock.advance(Duration.ofMinutes(2));

    assertThat(slowed.statusCode()).isEqualTo(429);
    assertThat(enrol(code, code.secret(), request).statusCode()).isEqualTo(201);
  }

  @Test
  void a_request_that_is_no_request_does_not_use_the_code_up() {
    var code = control.joinCode();

    var refused = enrol(code, code.secret(), "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(enrol(code, code.secret(), request).statusCode()).isEqualTo(201);
  }

  @Test
  void a_key_of_another_kind_is_refused() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var code = control.joinCode();

    assertThat(enrol(code, code.secret(), TestWorker.request(generator.generateKeyPair())).body())
        .contains("EC or Ed25519");
  }

  @Test
  void an_oversize_request_is_refused() {
    var code = control.joinCode();

    assertThat(enrol(code, code.secret(), "x".repeat(100_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void two_machines_of_one_name_get_two_names() {
    var first = control.enrolled("forge");
    var second = control.enrolled("forge");

    assertThat(first.name).isEqualTo("forge");
    assertThat(second.name).isEqualTo("forge-2");
  }

  @Test
  void the_fleet_port_serves_nothing_else() {
    var code = control.joinCode();

    assertThat(TestWorker.get(code, control.authority.certificate(), "/api/v1/world").statusCode())
        .isEqualTo(404);
    assertThat(TestWorker.get(code, control.authority.certificate(), "/").statusCode())
        .isEqualTo(404);
  }
}
