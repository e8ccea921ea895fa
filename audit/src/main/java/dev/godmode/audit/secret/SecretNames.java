package dev.godmode.audit.secret;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which names promise a secret, and which values are only a word for one. */
public final class SecretNames {

  private static final Pattern SECRET =
      Pattern.compile(
          ".*(passw(or)?d|passphrase|secret|token|api_?-?key|access_?-?key|private_?-?key|credentials?).*",
          Pattern.CASE_INSENSITIVE);

  /** Where it is, how long it lives, what it is called: not the secret itself. */
  private static final Pattern ABOUT_A_SECRET =
      Pattern.compile(
          ".*(_file|_path|_dir|_url|_name|_id|_ttl|_expiry|_length|_limit|_max|_min|_type|_policy|_arn|_encryption|_algorithm|_hash|_mode|_provider|_field|s)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern REFERENCE =
      Pattern.compile(
          "|\\$.*|.*\\$\\{?[\\w.]+}?.*|\\{\\{.*|<.*>|secret://.*|vault:.*|file:.*|/.*|(null|none|true|false|\\d{1,4})"
              + "|.*(example|placeholder|redacted|your[-_ ]).*|[x*.]+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:?-([^}$]+)}");

  private static final Pattern URL_WITH_PASSWORD =
      Pattern.compile("[a-z][a-z0-9+.-]*://[^\\s:/@]*:([^\\s@/]+)@\\S+", Pattern.CASE_INSENSITIVE);

  private SecretNames() {}

  /** Whether a variable, key or field of this name holds a secret. */
  public static boolean promises(String name) {
    return SECRET.matcher(name).matches() && !ABOUT_A_SECRET.matcher(name).matches();
  }

  /** Whether a value is written out, not a reference to where it is kept. */
  public static boolean isLiteral(String value) {
    var fallback = DEFAULT.matcher(value.strip());
    return fallback.matches()
        ? isLiteral(fallback.group(1))
        : !REFERENCE.matcher(value.strip()).matches();
  }

  /** The password in an address, when it is written out. */
  public static Optional<String> inUrl(String value) {
    var url = URL_WITH_PASSWORD.matcher(value.strip());
    return url.matches() && isLiteral(url.group(1)) ? Optional.of(url.group(1)) : Optional.empty();
  }

  /** Whether name and value together put a secret in plain text. */
  public static boolean isExposed(String name, String value) {
    return promises(name) ? isLiteral(value) : inUrl(value).isPresent();
  }
}
