package dev.godmode.control.secret;

import java.util.Optional;

/** A secret of two parts, written {@code USER:PASSWORD} in one line. */
public record UserPassword(String user, String password) {

  /** Reads one; empty when it is no such thing. */
  public static Optional<UserPassword> of(SecretValue secret) {
    var text = secret.reveal();
    var colon = text.indexOf(':');
    return colon <= 0 || text.chars().anyMatch(Character::isISOControl)
        ? Optional.empty()
        : Optional.of(new UserPassword(text.substring(0, colon), text.substring(colon + 1)));
  }

  /** Never the password. */
  @Override
  public String toString() {
    return user + ":[secret]";
  }
}
