package dev.godmode.client.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A key with its certificates, as TLS wants to have it. */
public final class OwnKey {

  private static final int SALT_BYTES = 8;

  /**
   * TLS takes keys from an encrypted store. This one never leaves memory: guessing its empty
   * password need not be made slow, which cost 10,000 rounds of a hash to put the key in, and as
   * many to take it out.
   */
  private static final KeyStore.PasswordProtection IN_MEMORY =
      new KeyStore.PasswordProtection(
          new char[0],
          "PBEWithHmacSHA256AndAES_256",
          new PBEParameterSpec(new byte[SALT_BYTES], 1));

  private OwnKey() {}

  /**
   * Shows these certificates, and proves with the key that they are its own.
   *
   * @param chain its own certificate first
   */
  public static KeyManager[] managers(PrivateKey key, X509Certificate... chain)
      throws GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
    store.setEntry("own", new KeyStore.PrivateKeyEntry(key, chain), IN_MEMORY);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, IN_MEMORY.getPassword());
    return keys.getKeyManagers();
  }
}
