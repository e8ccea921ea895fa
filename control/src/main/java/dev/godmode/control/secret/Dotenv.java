package dev.godmode.control.secret;

import dev.godmode.protocol.text.SecretReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a {@code .env}: {@code NAME=value}, one a line, {@code export} before it if one
 * likes, {@code #} before a comment. A value between single quotes is as it stands; between double
 * quotes {@code \\n}, {@code \\"} and {@code \\\\} mean what they do in a shell's.
 */
public final class Dotenv {

  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z0-9][A-Za-z0-9._-]*)\\s*=(.*)", Pattern.DOTALL);

  private Dotenv() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with the line that is none, and nothing of what it holds
   */
  public static Map<String, String> read(String text) {
    var all = new LinkedHashMap<String, String>();
    var number = 0;
    for (var line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      var match = LINE.matcher(line);
      if (!match.matches()) {
        throw new IllegalArgumentException("line %d is not NAME=value".formatted(number));
      }
      all.put(match.group(1), value(match.group(2).strip(), number));
    }
    return all;
  }

  private static String value(String written, int line) {
    if (written.startsWith("'")) {
      return inside(written, '\'', line);
    }
    if (written.startsWith("\"")) {
      return unescaped(inside(written, '"', line));
    }
    return written;
  }

  private static String inside(String written, char quote, int line) {
    if (written.length() < 2 || written.charAt(written.length() - 1) != quote) {
      throw new IllegalArgumentException("line %d has a quote without its end".formatted(line));
    }
    return written.substring(1, written.length() - 1);
  }

  private static String unescaped(String text) {
    var plain = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        plain.append(meant(text.charAt(i)));
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static char meant(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> escaped;
    };
  }

  /** The same text with another value for the name; all other lines stay as they are. */
  public static String with(String text, String name, SecretValue value) {
    var written = name + "=" + quoted(value.reveal());
    var result = new StringBuilder();
    var replaced = false;
    for (var line : text.lines().toList()) {
      var known = nameOf(line).filter(name::equals).isPresent();
      if (!known) {
        result.append(line).append('\n');
      } else if (!replaced) {
        result.append(written).append('\n');
        replaced = true;
      }
    }
    return replaced ? result.toString() : result.append(written).append('\n').toString();
  }

  private static Optional<String> nameOf(String line) {
    var match = LINE.matcher(line);
    return match.matches() && SecretReference.isName(match.group(1))
        ? Optional.of(match.group(1))
        : Optional.empty();
  }

  private static String quoted(String value) {
    var escaped =
        value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r");
    return "\"" + escaped + "\"";
  }
}
