package dev.godmode.server.identity;

import java.nio.charset.StandardCharsets;

/** What a stranger who wants to join sends as its certificate request. */
public final class CertificateRequestFuzz {

  private CertificateRequestFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Pem.request(new String(bytes, StandardCharsets.UTF_8));
  }
}
