package dev.godmode.worker.driver;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The fleet's own models, as an attempt reaches them: by its credential, which is a file that
 * changes every few minutes. Whoever has a login or an address of their own does not need it.
 *
 * @param base ends with {@code /v1}
 * @param credential the file
 * @param authority the certificate that vouches for it, a file; empty where the system's do
 */
record Gateway(String base, String credential, Optional<String> authority) {

  /** A program looks into the file again after so long; a credential lives 15 minutes at most. */
  static final int LOOK_AGAIN_MILLIS = 60_000;

  /** The one that variables tell of; empty when one of the others is there. */
  static Optional<Gateway> of(Map<String, String> variables, Collection<String> logins) {
    var models = Optional.ofNullable(variables.get("GODMODE_MODELS"));
    var credential = Optional.ofNullable(variables.get("GODMODE_CREDENTIAL"));
    return models.isEmpty()
            || credential.isEmpty()
            || logins.stream().anyMatch(variables::containsKey)
        ? Optional.empty()
        : Optional.of(
            new Gateway(
                models.get(), credential.get(), Optional.ofNullable(variables.get("GODMODE_CA"))));
  }

  /** Its root, for programs that put {@code /v1} there themselves. */
  String root() {
    return base.replaceFirst("/v1/?$", "");
  }
}
