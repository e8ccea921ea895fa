package dev.godmode.server.identity;

import java.util.Locale;
import java.util.Set;

/**
 * Decides who is let in.
 *
 * <p>A page of another site can make a browser send requests here, with the cookie where the
 * browser allows it; a name of that site's own can be made to point at this machine. So the Host
 * must be one of ours, a cookie alone changes nothing unless the page that sent it is ours, and the
 * cookie is {@code SameSite=Strict} besides.
 */
public final class Gatekeeper {

  /** The answer. */
  public enum Verdict {
    ADMITTED,
    /** The Host header is none of our names. */
    WRONG_HOST,
    /** Another site's page sent it. */
    WRONG_ORIGIN,
    /** No credentials, or none that are known. */
    UNKNOWN
  }

  private final OwnerToken token;
  private final Sessions sessions;
  private final Set<String> names;

  /**
   * A gate.
   *
   * @param names host names this control is reached by, without ports
   */
  public Gatekeeper(OwnerToken token, Sessions sessions, Set<String> names) {
    this.token = token;
    this.sessions = sessions;
    this.names = Set.copyOf(names);
  }

  /** For routes that anybody may use. */
  public Verdict passing(Credentials credentials) {
    if (credentials.host().filter(host -> names.contains(withoutPort(host))).isEmpty()) {
      return Verdict.WRONG_HOST;
    }
    return credentials.changes() && credentials.origin().isPresent() && !sameOrigin(credentials)
        ? Verdict.WRONG_ORIGIN
        : Verdict.ADMITTED;
  }

  /** For routes of the owner's. */
  public Verdict owner(Credentials credentials) {
    if (credentials.host().filter(host -> names.contains(withoutPort(host))).isEmpty()) {
      return Verdict.WRONG_HOST;
    }
    if (credentials.bearer().isPresent()) {
      return token.matches(credentials.bearer().get()) ? Verdict.ADMITTED : Verdict.UNKNOWN;
    }
    if (credentials.session().filter(sessions::isOpen).isEmpty()) {
      return Verdict.UNKNOWN;
    }
    return credentials.changes() && !sameOrigin(credentials)
        ? Verdict.WRONG_ORIGIN
        : Verdict.ADMITTED;
  }

  private static boolean sameOrigin(Credentials credentials) {
    var origin = credentials.origin().orElse("").toLowerCase(Locale.ROOT);
    var host = credentials.host().orElse("").toLowerCase(Locale.ROOT);
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  private static String withoutPort(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
  }
}
