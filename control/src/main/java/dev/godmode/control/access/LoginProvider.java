package dev.godmode.control.access;

import dev.godmode.protocol.text.SecretReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An OpenID Connect provider that people may log in with.
 *
 * @param name as the button says it: "Log in with …"
 * @param issuer exactly as the provider writes it in its tokens
 * @param secret of the client; empty for a public one
 * @param scopes asked for beside {@code openid}
 * @param groupsClaim where the provider says what groups somebody is in
 * @param hud the address by which people open the HUD, when it is not the usual one
 * @param session how long a login counts; then the provider is asked again
 */
public record LoginProvider(
    String name,
    URI issuer,
    String clientId,
    Optional<SecretReference> secret,
    List<String> scopes,
    String groupsClaim,
    Optional<URI> hud,
    Duration session) {

  public LoginProvider {
    scopes = List.copyOf(scopes);
  }
}
