package dev.godmode.protocol.document;

import dev.godmode.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import tools.jackson.core.JacksonException;

/**
 * A snapshot with control's word for it.
 *
 * @param text the {@link DocumentSnapshot} as JSON, to the byte
 * @param signature ES256 (RFC 7518, section 3.4) by the fleet's authority over {@link #CONTEXT} and
 *     the text, base64url
 */
public record SignedSnapshot(String text, String signature) {

  /**
   * What comes before the text where it is signed. The same key signs certificates, and no
   * certificate begins like this: neither can be taken for the other.
   */
  static final String CONTEXT = "godmode canonical documents 1\n";

  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  /** What comes of reading one. */
  public sealed interface Reading {}

  public record Good(DocumentSnapshot snapshot) implements Reading {}

  /** It is not what control signed, in words. */
  public record Bad(String why) implements Reading {}

  /** Signs a snapshot with the authority's key. */
  public static SignedSnapshot of(DocumentSnapshot snapshot, PrivateKey key) {
    try {
      var text = Json.write(snapshot);
      var signer = Signature.getInstance(ALGORITHM);
      signer.initSign(key);
      signer.update((CONTEXT + text).getBytes(StandardCharsets.UTF_8));
      return new SignedSnapshot(
          text, Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a snapshot could not be signed", e);
    }
  }

  /** The snapshot, if it is one that the key's holder signed. */
  public Reading read(PublicKey key) {
    try {
      if (!isSigned(key)) {
        return new Bad("its signature is not control's");
      }
      var snapshot = Json.read(DocumentSnapshot.class, text);
      return snapshot.problem().<Reading>map(Bad::new).orElseGet(() -> new Good(snapshot));
    } catch (JacksonException e) {
      return new Bad("it cannot be read");
    }
  }

  private boolean isSigned(PublicKey key) {
    try {
      var verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update((CONTEXT + text).getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getUrlDecoder().decode(signature));
    } catch (SignatureException | IllegalArgumentException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime knows ES256", e);
    }
  }
}
