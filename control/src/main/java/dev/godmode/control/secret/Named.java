package dev.godmode.control.secret;

import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Finding;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import java.util.Map;

/** Values by name, as several sources have them. */
public final class Named {

  private Named() {}

  /** The value under the name, else under the other spelling of it. */
  public static Finding find(
      Map<String, String> values, String name, String otherwise, String source) {
    var value = values.getOrDefault(name, values.getOrDefault(otherwise, ""));
    if (value.isEmpty()) {
      return new Absent();
    }
    return found(value, source, name);
  }

  /** A value that was read. */
  public static Finding found(String value, String source, String name) {
    try {
      return new Found(new SecretValue(value));
    } catch (IllegalArgumentException e) {
      return new Trouble("%s, '%s': %s".formatted(source, name, e.getMessage()), false);
    }
  }
}
