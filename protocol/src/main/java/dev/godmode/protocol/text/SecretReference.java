package dev.godmode.protocol.text;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A secret that is named and not written out: {@code secret://github-token} stands for its value,
 * {@code secret-file://github-token} for the place of a file that holds it.
 */
public record SecretReference(String name, Form form) {

  /** How a program gets it. */
  public enum Form {
    VALUE("secret://"),
    FILE("secret-file://");

    private final String prefix;

    Form(String prefix) {
      this.prefix = prefix;
    }
  }

  /** More bytes than this no secret has: it must fit into a variable. */
  public static final int VALUE_MAX_BYTES = 64 << 10;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  public SecretReference {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a secret's name has 1 to 100 letters, digits, dots, dashes and _, and begins with a letter or digit; was '%s'"
              .formatted(name));
    }
  }

  /** Whether a secret can be called so. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Reads a value.
   *
   * @return empty when it is no reference
   * @throws IllegalArgumentException when it is one, to a name that no secret can have
   */
  public static Optional<SecretReference> of(String value) {
    for (var form : Form.values()) {
      if (value.startsWith(form.prefix)) {
        return Optional.of(new SecretReference(value.substring(form.prefix.length()), form));
      }
    }
    return Optional.empty();
  }

  /** The names in such values, each once, in order; what is no good reference is left out. */
  public static List<String> names(Collection<String> values) {
    return values.stream()
        .flatMap(value -> lenient(value).stream())
        .map(SecretReference::name)
        .distinct()
        .sorted()
        .toList();
  }

  private static Optional<SecretReference> lenient(String value) {
    try {
      return of(value);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
