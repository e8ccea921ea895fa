package dev.godmode.server.identity;

import dev.godmode.client.tls.OwnKey;
import dev.godmode.client.tls.Trust;
import dev.godmode.control.document.SnapshotSeal;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.stream.StreamProtocol;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * Control's own certificate authority. It signs control's server certificate, by which workers
 * recognise control, and the nodes' certificates, by which control recognises them. Nothing else
 * trusts it.
 */
public final class Authority implements SnapshotSeal {

  private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3_652);
  private static final Duration CERTIFICATE_LIFETIME = Duration.ofDays(365);
  private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

  /** Clocks of nodes may be a little behind. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private static final String ROOT = "authority";
  private static final int SERIAL_BITS = 127;
  private static final Set<String> LOCAL_ADDRESSES = Set.of("127.0.0.1", "::1");

  private final CertifiedKey root;
  private final CertifiedKey server;
  private final SecureRandom random;
  private final InstantSource clock;

  private Authority(
      CertifiedKey root, CertifiedKey server, SecureRandom random, InstantSource clock) {
    this.root = root;
    this.server = server;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Opens the authority kept in a folder, or makes one. The server certificate is made anew when it
   * ends soon or lacks one of the names.
   *
   * @param names host names and addresses of this machine, beside those it always has
   */
  public static Authority open(
      Path folder, Set<String> names, SecureRandom random, InstantSource clock) {
    try {
      var rooted = CertifiedKey.read(folder, ROOT);
      var root = rooted.isPresent() ? rooted.get() : makeRoot(random, clock);
      if (rooted.isEmpty()) {
        root.write(folder, ROOT);
      }
      var wanted = new ArrayList<>(List.of(StreamProtocol.CONTROL_NAME, "localhost"));
      wanted.addAll(LOCAL_ADDRESSES);
      names.stream().filter(name -> !wanted.contains(name)).sorted().forEach(wanted::add);
      var kept =
          CertifiedKey.read(folder, "server").filter(old -> stillGood(old, root, wanted, clock));
      var server = kept.isPresent() ? kept.get() : makeServer(root, wanted, random, clock);
      if (kept.isEmpty()) {
        server.write(folder, "server");
      }
      return new Authority(root, server, random, clock);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(
          "the certificate authority in %s cannot be opened: %s".formatted(folder, e.getMessage()),
          e);
    }
  }

  /** The fingerprint of the authority kept in a folder. */
  public static Optional<String> fingerprintIn(Path folder) {
    try {
      return CertifiedKey.read(folder, ROOT).map(CertifiedKey::fingerprint);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the certificate authority in %s cannot be read: %s".formatted(folder, e.getMessage()),
          e);
    }
  }

  /**
   * Keeps another control's authority in a folder that has none.
   *
   * @throws IllegalStateException when it is not the one that was promised, or the key is not its
   */
  public static void adopt(Path folder, String certificate, String key, String fingerprint) {
    try {
      var root = new CertifiedKey(Pem.certificate(certificate), Pem.privateKey(key));
      if (!root.fingerprint().equals(fingerprint) || !root.fits()) {
        throw new IllegalStateException("the authority that came is not the one of the code");
      }
      root.write(folder, ROOT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the authority that came cannot be read", e);
    }
  }

  private static boolean stillGood(
      CertifiedKey old, CertifiedKey root, List<String> names, InstantSource clock) {
    try {
      old.certificate().verify(root.certificate().getPublicKey());
      var covered =
          Optional.ofNullable(old.certificate().getSubjectAlternativeNames())
              .orElse(List.of())
              .stream()
              .map(name -> name.get(1).toString())
              .map(name -> name.equals("0:0:0:0:0:0:0:1") ? "::1" : name)
              .toList();
      return covered.containsAll(names)
          && old.certificate()
              .getNotAfter()
              .toInstant()
              .isAfter(clock.instant().plus(RENEW_BEFORE_END));
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return root.certificate();
  }

  public String certificatePem() {
    return Pem.of(root.certificate());
  }

  /** For another control of the same fleet, and nobody else. */
  public String keyPem() {
    return Pem.of(root.key());
  }

  /** By which a machine recognises control before it trusts it. */
  public String fingerprint() {
    return root.fingerprint();
  }

  public CertifiedKey server() {
    return server;
  }

  /** As control is met by its nodes: it shows its certificate, and believes those that it gave. */
  public SSLContext tls() {
    try {
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(
          OwnKey.managers(server.key(), server.certificate(), root.certificate()),
          Trust.managers(List.of(root.certificate())),
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS for control's own key", e);
    }
  }

  @Override
  public SignedSnapshot sign(DocumentSnapshot snapshot) {
    return SignedSnapshot.of(snapshot, root.key());
  }

  @Override
  public SignedSnapshot.Reading read(SignedSnapshot signed) {
    return signed.read(root.certificate().getPublicKey());
  }

  /** A certificate that a node got. */
  public record NodeCertificate(String pem, String fingerprint) {}

  /**
   * Signs a node's key.
   *
   * @return empty when the request is none, is not signed by the key it holds, or the key is of a
   *     kind that is not taken
   */
  public Optional<NodeCertificate> sign(NodeId node, String certificateRequest) {
    return Pem.request(certificateRequest)
        .map(JcaPKCS10CertificationRequest::new)
        .flatMap(this::provenKey)
        .map(key -> sign(node, key));
  }

  private Optional<PublicKey> provenKey(JcaPKCS10CertificationRequest request) {
    try {
      var key = request.getPublicKey();
      var proven = request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
      return proven && (key instanceof ECPublicKey || key instanceof EdECPublicKey)
          ? Optional.of(key)
          : Optional.empty();
    } catch (GeneralSecurityException | OperatorCreationException | PKCSException e) {
      return Optional.empty();
    }
  }

  private NodeCertificate sign(NodeId node, PublicKey key) {
    try {
      var builder =
          builder(
              root.certificate(), key, "CN=" + node.value(), CERTIFICATE_LIFETIME, random, clock);
      forUse(builder, KeyPurposeId.id_kp_clientAuth);
      var certificate = signed(builder, root);
      return new NodeCertificate(Pem.of(certificate), CertifiedKey.fingerprint(certificate));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("a node's key could not be signed", e);
    }
  }

  private static CertifiedKey makeRoot(SecureRandom random, InstantSource clock)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var pair = newKey(random);
    var now = clock.instant();
    var name = new X500Name("CN=God Mode authority");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(AUTHORITY_LIFETIME)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    return new CertifiedKey(certificate(builder, pair), pair.getPrivate());
  }

  private static CertifiedKey makeServer(
      CertifiedKey root, List<String> names, SecureRandom random, InstantSource clock)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var pair = newKey(random);
    var builder =
        builder(
            root.certificate(),
            pair.getPublic(),
            "CN=" + StreamProtocol.CONTROL_NAME,
            CERTIFICATE_LIFETIME,
            random,
            clock);
    forUse(builder, KeyPurposeId.id_kp_serverAuth);
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(names.stream().map(Authority::name).toArray(GeneralName[]::new)));
    return new CertifiedKey(signed(builder, root), pair.getPrivate());
  }

  private static GeneralName name(String name) {
    var address = name.contains(":") || name.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private static KeyPair newKey(SecureRandom random) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X509Certificate issuer,
      PublicKey key,
      String subject,
      Duration lifetime,
      SecureRandom random,
      InstantSource clock)
      throws GeneralSecurityException, CertIOException {
    var now = clock.instant();
    var extensions = new JcaX509ExtensionUtils();
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer.getSubjectX500Principal().getName()),
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(lifetime)),
            new X500Name(subject),
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(issuer));
    return builder;
  }

  private static void forUse(X509v3CertificateBuilder builder, KeyPurposeId purpose)
      throws CertIOException {
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, CertifiedKey root)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(CertifiedKey.SIGNATURE).build(root.key())));
  }

  private static X509Certificate certificate(X509v3CertificateBuilder builder, KeyPair pair)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder(CertifiedKey.SIGNATURE).build(pair.getPrivate())));
  }
}
