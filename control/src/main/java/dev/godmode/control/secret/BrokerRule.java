package dev.godmode.control.secret;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * To where a secret may go out in calls, and how. Whoever calls by it never sees the secret.
 *
 * @param name by which the policy and callers know it
 * @param secret the name of the one that is put in
 * @param origins scheme, host and port of those that may be called
 * @param methods in upper case
 * @param paths patterns: {@code *} is anything but a slash, {@code **} anything
 * @param header that carries the secret
 * @param template its value, with {@link #PLACE} where the secret goes
 */
public record BrokerRule(
    String name,
    String secret,
    List<URI> origins,
    Set<String> methods,
    List<String> paths,
    String header,
    String template) {

  public static final String PLACE = "{secret}";

  /** What a header's value may consist of: nothing that could begin another header. */
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

  /** One way to write a path: no empty or dotted segment, no slash or dot in disguise. */
  private static final Pattern PLAIN_PATH =
      Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~!$&'()*+,=:@%-]+)*/?");

  private static final Pattern DISGUISED =
      Pattern.compile("%(2e|2f|5c|00|25|(?![0-9a-f]{2}))", Pattern.CASE_INSENSITIVE);

  public BrokerRule {
    origins = List.copyOf(origins);
    methods = Set.copyOf(methods);
    paths = List.copyOf(paths);
  }

  /** The one of that host (and port, if it is not the usual one); empty when it is not allowed. */
  public Optional<URI> origin(String host) {
    return origins.stream().filter(origin -> origin.getAuthority().equals(host)).findFirst();
  }

  public List<String> hosts() {
    return origins.stream().map(URI::getAuthority).toList();
  }

  /** Whether a path as it is written on the wire may be called. */
  public boolean allowsPath(String raw) {
    return PLAIN_PATH.matcher(raw).matches()
        && !DISGUISED.matcher(raw).find()
        && paths.stream().anyMatch(pattern -> raw.matches(expression(pattern)));
  }

  private static String expression(String pattern) {
    return Stream.of(pattern.split("\\*\\*", -1))
        .map(
            part ->
                Stream.of(part.split("\\*", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("[^/]*")))
        .collect(Collectors.joining(".*"));
  }

  /** The header's value with the secret in it; empty when the secret cannot stand in a header. */
  public Optional<String> headerValue(SecretValue secretValue) {
    return Optional.of(template.replace(PLACE, secretValue.reveal()))
        .filter(value -> PRINTABLE.matcher(value).matches());
  }
}
