package dev.godmode.server.identity.oidc;

/** A provider does not do what it must for a login, in words for people. */
final class ProviderTrouble extends RuntimeException {

  private static final long serialVersionUID = 1;

  ProviderTrouble(String message) {
    super(message, null, false, false);
  }
}
