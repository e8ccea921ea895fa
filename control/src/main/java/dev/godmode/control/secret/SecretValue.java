package dev.godmode.control.secret;

import dev.godmode.protocol.text.SecretReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The value of a secret. It does not print itself; whoever needs it says so. */
public final class SecretValue {

  private final String text;

  /**
   * A value.
   *
   * @throws IllegalArgumentException when nothing could be given it: it is empty, too long, or has
   *     a NUL in it
   */
  public SecretValue(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the value is empty");
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the value has a NUL in it, which no variable can hold");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > SecretReference.VALUE_MAX_BYTES) {
      throw new IllegalArgumentException(
          "the value is longer than the %d KiB a secret may have"
              .formatted(SecretReference.VALUE_MAX_BYTES >> 10));
    }
    this.text = text;
  }

  /** The secret itself. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretValue value
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), value.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
