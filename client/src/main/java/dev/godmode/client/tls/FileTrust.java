package dev.godmode.client.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;

/** Trusts whomever the certificates in a file vouch for, and nobody else. */
public final class FileTrust {

  private FileTrust() {}

  /**
   * Reads the file, PEM.
   *
   * @throws IOException when it holds no certificate, or cannot be read
   */
  public static SSLContext of(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var authorities = CertificateFactory.getInstance("X.509").generateCertificates(in);
      var context = SSLContext.getInstance("TLS");
      context.init(null, Trust.managers(authorities), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("%s holds no certificate: %s".formatted(file, e.getMessage()), e);
    }
  }
}
