package dev.godmode.control.secret;

import dev.godmode.protocol.text.SecretReference;
import dev.godmode.protocol.text.Spelling;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * How a setting names a server: by a URL without a secret in it, and by the name of the secret that
 * opens it.
 *
 * @param what it is, in words for people: "a bus"
 * @param setting whose value is the URL; that of the secret is called {@code SETTING_KEY}
 * @param schemes that its URL may have, the usual one first
 */
public record ServerNames(String what, String setting, List<String> schemes) {

  public ServerNames {
    schemes = List.copyOf(schemes);
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public URI url(String text) {
    try {
      var url = new URI(text);
      if (url.getUserInfo() != null) {
        throw new IllegalArgumentException(
            "the address of %s has no user or password, for environments are seen by others: gm secrets set NAME, and %s_KEY=secret://NAME"
                .formatted(what, setting));
      }
      var scheme = String.valueOf(url.getScheme());
      if (!schemes.contains(scheme) || url.getHost() == null) {
        throw new IllegalArgumentException(
            "%s is one of %s, as %s://HOST:PORT; was '%s'%s"
                .formatted(
                    what,
                    String.join(", ", schemes),
                    schemes.getFirst(),
                    text,
                    Spelling.hint(scheme, schemes)));
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'%s' is no address of %s".formatted(text, what), e);
    }
  }

  /**
   * Reads {@code secret://NAME}.
   *
   * @throws IllegalArgumentException without what was written there, which may be the secret
   */
  public SecretReference key(String text) {
    return SecretReference.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the key of %s is named, secret://NAME, and never written down here: gm secrets set NAME"
                        .formatted(what)));
  }
}
