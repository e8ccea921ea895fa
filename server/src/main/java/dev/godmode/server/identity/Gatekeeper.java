package dev.godmode.server.identity;

import dev.godmode.control.access.ProvenIdentity.TailnetUser;
import dev.godmode.kernel.Fleet;
import dev.godmode.server.identity.Admission.Admitted;
import dev.godmode.server.identity.Admission.Refused;
import dev.godmode.server.identity.Admission.Unknown;
import dev.godmode.server.identity.Admission.WrongHost;
import dev.godmode.server.identity.Admission.WrongOrigin;
import dev.godmode.server.identity.AttemptCredentials.Verdict;
import dev.godmode.server.network.Introduced;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Decides who is let in.
 *
 * <p>A page of another site can make a browser send requests here, with the cookie where the
 * browser allows it; a name of that site's own can be made to point at this machine. So the Host
 * must be one of ours, a cookie alone changes nothing unless the page that sent it is ours, and the
 * cookie is {@code SameSite=Strict} besides.
 */
public final class Gatekeeper {

  private static final Pattern PORT = Pattern.compile(":\\d+$");

  private final OwnerToken token;
  private final Sessions sessions;
  private final People people;
  private final Function<String, Verdict> attempts;
  private final Set<String> names;

  /**
   * A gate.
   *
   * @param attempts whose an attempt's credential is
   * @param names host names this control is reached by, without ports
   */
  public Gatekeeper(
      OwnerToken token,
      Sessions sessions,
      People people,
      Function<String, Verdict> attempts,
      Set<String> names) {
    this.token = token;
    this.sessions = sessions;
    this.people = people;
    this.attempts = attempts;
    this.names = Set.copyOf(names);
  }

  /** For routes that anybody may use. */
  public Admission passing(Credentials credentials) {
    if (isStray(credentials)) {
      return new WrongHost();
    }
    return credentials.changes() && credentials.origin().isPresent() && !sameOrigin(credentials)
        ? new WrongOrigin()
        : new Admitted(new Principal.Stranger());
  }

  /** Who asks; a bearer that is shown decides, whatever cookie comes with it. */
  public Admission identify(Credentials credentials) {
    if (isStray(credentials)) {
      return new WrongHost();
    }
    if (credentials.bearer().isPresent()) {
      return bearer(credentials, credentials.bearer().get());
    }
    var person = credentials.session().flatMap(session -> visitor(credentials, session));
    if (person.isEmpty()) {
      return new Unknown();
    }
    return credentials.changes() && !sameOrigin(credentials)
        ? new WrongOrigin()
        : new Admitted(person.get());
  }

  private Admission bearer(Credentials credentials, String shown) {
    if (token.matches(shown)) {
      return new Admitted(people.find(Fleet.OWNER).orElseThrow());
    }
    var person = visitor(credentials, shown);
    if (person.isPresent()) {
      return new Admitted(person.get());
    }
    return switch (attempts.apply(shown)) {
      case AttemptCredentials.Held(var by) -> new Admitted(by);
      case AttemptCredentials.Refused(var who, var why) -> new Refused(who, why);
    };
  }

  private Optional<Principal.Person> visitor(Credentials credentials, String session) {
    return sessions
        .visitor(session)
        .filter(visitor -> isStillThere(visitor, credentials))
        .flatMap(people::find);
  }

  /**
   * Whoever was let in by the tailnet's word is asked about anew: the session of a machine that was
   * logged out, or whose key ran out, is of no use, and neither is it on another machine or port.
   */
  private static boolean isStillThere(Sessions.Visitor visitor, Credentials credentials) {
    return visitor.proven().filter(TailnetUser.class::isInstance).isEmpty()
        || (credentials.introduced().get() instanceof Introduced.As(var user)
            && visitor.proven().equals(Optional.of(user)));
  }

  private boolean isStray(Credentials credentials) {
    return credentials.host().filter(host -> names.contains(withoutPort(host))).isEmpty();
  }

  private static boolean sameOrigin(Credentials credentials) {
    var origin = credentials.origin().orElse("").toLowerCase(Locale.ROOT);
    var host = credentials.host().orElse("").toLowerCase(Locale.ROOT);
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  private static String withoutPort(String host) {
    return PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
  }
}
