package dev.godmode.client.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whose word counts for who somebody is. */
public final class Trust {

  private Trust() {}

  /** Trusts whomever these certificates vouch for, and nobody else. */
  public static TrustManager[] managers(Collection<? extends Certificate> authorities)
      throws GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
    for (var authority : authorities) {
      store.setCertificateEntry(String.valueOf(store.size()), authority);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }
}
