package dev.godmode.server;

import java.util.Optional;

/**
 * The contract, with a real provider. Its name keeps it out of the usual tests: {@code
 * scripts/real/oidc.sh} starts the provider, and then this by name.
 */
class RealOidcLogin extends OidcLoginContract {

  private static String given(String name) {
    return Optional.ofNullable(System.getenv(name))
        .orElseThrow(() -> new IllegalStateException("scripts/real/oidc.sh sets " + name));
  }

  @Override
  void begin(ShiftedClock clock) {
    // It runs already, and keeps the real time.
  }

  @Override
  String login() {
    return """
    login:
      name: Acme
      issuer: %s
      client_id: godmode
      client_secret: secret://client
      scopes: [email, groups]
    """
        .formatted(given("PROOF_ISSUER"));
  }

  @Override
  String secret() {
    return given("PROOF_SECRET");
  }
}
