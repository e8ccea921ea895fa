package dev.godmode.server.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** A certificate and its private key. */
public record CertifiedKey(X509Certificate certificate, PrivateKey key) {

  static final String SIGNATURE = "SHA256withECDSA";

  /** SHA-256 of the certificate, lower-case hex. */
  public String fingerprint() {
    return fingerprint(certificate);
  }

  /** SHA-256 of a certificate, lower-case hex. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      return Secrets.sha256(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that cannot be encoded", e);
    }
  }

  /** Whether the key is the certificate's. */
  boolean fits() throws GeneralSecurityException {
    var probe = "which key is it".getBytes(StandardCharsets.UTF_8);
    var signer = Signature.getInstance(SIGNATURE);
    signer.initSign(key);
    signer.update(probe);
    var signed = signer.sign();
    var verifier = Signature.getInstance(SIGNATURE);
    verifier.initVerify(certificate.getPublicKey());
    verifier.update(probe);
    return verifier.verify(signed);
  }

  static Optional<CertifiedKey> read(Path folder, String name) throws GeneralSecurityException {
    var certificate = new PrivateFile(folder.resolve(name + ".pem")).read();
    var key = new PrivateFile(folder.resolve(name + ".key")).read();
    return certificate.isPresent() && key.isPresent()
        ? Optional.of(
            new CertifiedKey(Pem.certificate(certificate.get()), Pem.privateKey(key.get())))
        : Optional.empty();
  }

  void write(Path folder, String name) {
    new PrivateFile(folder.resolve(name + ".key")).write(Pem.of(key));
    new PrivateFile(folder.resolve(name + ".pem")).write(Pem.of(certificate));
  }
}
