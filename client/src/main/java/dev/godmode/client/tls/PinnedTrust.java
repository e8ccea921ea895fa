package dev.godmode.client.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one control node: the server's chain must end in the authority with the pinned
 * fingerprint, and its certificate must carry control's name. The address that was dialled plays no
 * part, so a control node may be reached by any of its addresses.
 *
 * <p>An extended trust manager, because for a plain one the platform adds its own check of the host
 * name.
 */
public final class PinnedTrust extends X509ExtendedTrustManager {

  private static final int DNS_NAME = 2;

  private final String fingerprint;
  private final String name;

  /**
   * Pins an authority.
   *
   * @param fingerprint SHA-256 of its certificate's DER, lower-case hex
   * @param name a DNS name that the server's certificate must have
   */
  public PinnedTrust(String fingerprint, String name) {
    this.fingerprint = fingerprint;
    this.name = name;
  }

  /** TLS 1.3 that trusts that control, and shows nothing itself. */
  public SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(null, new TrustManager[] {this}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS 1.3", e);
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    // Exactly these two: a node's certificate is signed by the same authority, and must not be able
    // to vouch for a control of its own making.
    if (chain.length != 2) {
      throw new CertificateException(
          "a control node shows its own certificate and its authority's, this server showed %d"
              .formatted(chain.length));
    }
    var server = chain[0];
    var authority = chain[1];
    if (!fingerprint.equals(fingerprint(authority))) {
      throw new CertificateException(
          "this is not the control node that made the code: its authority has another fingerprint");
    }
    try {
      server.checkValidity();
      server.verify(authority.getPublicKey());
      authority.checkValidity();
    } catch (GeneralSecurityException e) {
      throw new CertificateException("the server's certificate is not valid: " + e.getMessage(), e);
    }
    requireName(server);
  }

  private void requireName(X509Certificate certificate) throws CertificateException {
    var names = certificate.getSubjectAlternativeNames();
    if (names == null || names.stream().noneMatch(this::isName)) {
      throw new CertificateException("the server's certificate is not that of a control node");
    }
  }

  private boolean isName(List<?> entry) {
    return entry.get(0) instanceof Integer kind && kind == DNS_NAME && name.equals(entry.get(1));
  }

  /** SHA-256 of the certificate's DER, lower-case hex. */
  public static String fingerprint(X509Certificate certificate) throws CertificateException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw refused(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw refused(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw refused(chain);
  }

  private static CertificateException refused(X509Certificate[] chain) {
    return new CertificateException(
        "no clients are served here, refused " + Arrays.stream(chain).count() + " certificates");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
