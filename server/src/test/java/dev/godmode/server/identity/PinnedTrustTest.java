package dev.godmode.server.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.client.tls.PinnedTrust;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.ShiftedClock;
import dev.godmode.server.fleet.TestWorker;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a worker takes for its control node. */
class PinnedTrustTest {

  @TempDir Path folder;
  private Authority authority;
  private PinnedTrust trust;

  @BeforeEach
  void pin() {
    authority = authority("ours", InstantSource.system());
    trust = new PinnedTrust(authority.fingerprint(), StreamProtocol.CONTROL_NAME);
  }

  private Authority authority(String name, InstantSource clock) {
    return Authority.open(folder.resolve(name), Set.of(), new SecureRandom(), clock);
  }

  private void show(X509Certificate... chain) throws CertificateException {
    trust.checkServerTrusted(chain, "ECDHE_ECDSA");
  }

  @Test
  void control_with_the_pinned_authority_is_trusted() {
    assertThatCode(() -> show(authority.server().certificate(), authority.certificate()))
        .doesNotThrowAnyException();
  }

  @Test
  void another_control_is_not_the_one_that_made_the_code() {
    var other = authority("other", InstantSource.system());

    assertThatThrownBy(() -> show(other.server().certificate(), other.certificate()))
        .hasMessageContaining("another fingerprint");
  }

  @Test
  void showing_the_pinned_authority_without_its_signature_does_not_help() {
    var other = authority("other", InstantSource.system());

    assertThatThrownBy(() -> show(other.server().certificate(), authority.certificate()))
        .hasMessageContaining("not valid");
  }

  @Test
  void a_node_of_the_fleet_cannot_pose_as_control() throws Exception {
    var node = node(TestWorker.freshKeys());

    assertThatThrownBy(() -> show(node, authority.certificate()))
        .hasMessageContaining("not that of a control node");
  }

  @Test
  void a_node_of_the_fleet_cannot_vouch_for_a_control_of_its_own() throws Exception {
    var keys = TestWorker.freshKeys();
    var node = node(keys);
    var forged = forgedControl(node, keys);

    assertThatThrownBy(() -> show(forged, node, authority.certificate()))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("showed 3");
  }

  @Test
  void a_certificate_that_has_ended_is_not_trusted() {
    var clock = new ShiftedClock();
    clock.advance(Duration.ofDays(-400));
    var old = authority("old", clock);
    trust = new PinnedTrust(old.fingerprint(), StreamProtocol.CONTROL_NAME);

    assertThatThrownBy(() -> show(old.server().certificate(), old.certificate()))
        .hasMessageContaining("not valid");
  }

  @Test
  void a_server_that_hides_its_authority_is_not_trusted() {
    assertThatThrownBy(() -> show(authority.server().certificate()))
        .hasMessageContaining("showed 1");
  }

  private X509Certificate node(KeyPair keys) throws Exception {
    var signed = authority.sign(new NodeId("node1"), TestWorker.request(keys)).orElseThrow();
    return TestWorker.certificate(signed.pem());
  }

  private static X509Certificate forgedControl(X509Certificate issuer, KeyPair keys)
      throws Exception {
    var now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer.getSubjectX500Principal().getName()),
            BigInteger.ONE,
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(60)),
            new X500Name("CN=control"),
            TestWorker.freshKeys().getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, StreamProtocol.CONTROL_NAME)));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }
}
