package dev.godmode.server.identity;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** Keys, certificates and requests as PEM text. */
final class Pem {

  private Pem() {}

  static String of(X509Certificate certificate) {
    try {
      return text(new JcaMiscPEMGenerator(certificate));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String of(PrivateKey key) {
    try {
      return text(new JcaPKCS8Generator(key, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(parse(pem, X509CertificateHolder.class, "certificate"));
  }

  static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    try {
      return new JcaPEMKeyConverter()
          .getPrivateKey(parse(pem, PrivateKeyInfo.class, "private key"));
    } catch (IOException e) {
      throw new GeneralSecurityException("the private key cannot be read", e);
    }
  }

  /** A request as somebody sent it; empty when it is none. */
  static Optional<PKCS10CertificationRequest> request(String pem) {
    try {
      return Optional.of(parse(pem, PKCS10CertificationRequest.class, "certificate request"));
    } catch (GeneralSecurityException | RuntimeException e) {
      // Whatever a stranger sent that is no request: Bouncy Castle throws as it likes.
      return Optional.empty();
    }
  }

  private static <T> T parse(String pem, Class<T> type, String what)
      throws GeneralSecurityException {
    try (var parser = new PEMParser(new StringReader(pem))) {
      var found = parser.readObject();
      if (type.isInstance(found)) {
        return type.cast(found);
      }
      throw new GeneralSecurityException("there is no " + what + " in the PEM text");
    } catch (IOException e) {
      throw new GeneralSecurityException("the PEM text of a " + what + " is damaged", e);
    }
  }

  private static String text(PemObjectGenerator generator) throws IOException {
    var text = new StringWriter();
    try (var writer = new PemWriter(text)) {
      writer.writeObject(generator);
    }
    return text.toString();
  }
}
