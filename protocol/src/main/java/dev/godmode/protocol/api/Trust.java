package dev.godmode.protocol.api;

import dev.godmode.protocol.api.Requests.LoginCode;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who may do what, and what they show for it. */
public final class Trust {

  /** The cookie in which a browser shows its session. */
  public static final String SESSION_COOKIE = "godmode_session";

  private Trust() {}

  /**
   * A credential that counts now; never its text.
   *
   * @param scopes what it allows, of the attempt's own
   * @param secrets the names of those that the attempt was given
   * @param issued how many the attempt got so far, this one included
   */
  public record CredentialView(
      TaskId task,
      int attempt,
      long fence,
      String agent,
      String stream,
      NodeId node,
      String nodeName,
      List<String> scopes,
      List<String> secrets,
      Instant issuedAt,
      Instant expiresAt,
      int issued) {}

  public record CredentialList(List<CredentialView> items) {}

  /** Whose credentials count no more; one of the first four must be said. */
  public record Revoke(
      Optional<String> task,
      Optional<String> agent,
      Optional<String> node,
      Optional<Boolean> all,
      Optional<String> reason) {}

  /**
   * Who asks.
   *
   * @param kind "attempt", or a person's role
   * @param scopes what they may do
   * @param expiresAt of the credential they showed
   */
  public record Whoami(
      String name,
      String kind,
      List<String> scopes,
      Optional<TaskId> task,
      Optional<String> agent,
      Optional<String> stream,
      Optional<Instant> expiresAt) {}

  /**
   * One of the people.
   *
   * @param sessions how many browsers of theirs are logged in
   * @param vouched the line of {@code people.yaml} that lets them in; empty for those whom the
   *     owner let in by name
   */
  public record PersonView(String name, Role role, int sessions, Optional<String> vouched) {}

  public record PeopleList(List<PersonView> items) {}

  /** Somebody to be let in. */
  public record NewPerson(String name, Role role) {}

  public record NewRole(Role role) {}

  /**
   * The policy as another system wants it.
   *
   * @param to the system
   * @param text a file for it
   */
  public record PolicyExport(String to, String text) {}

  /** Somebody who was let in, and the code by which their browser gets a session. */
  public record Admitted(String name, Role role, LoginCode login) {}

  /**
   * The policy in force.
   *
   * @param source the file, or "built-in"
   * @param problems why the file as it is now is not in force
   */
  public record PolicyView(String source, String hash, String text, List<PolicyProblem> problems) {}

  /** What is wrong with a policy; line 0 is the file as a whole. */
  public record PolicyProblem(int line, String message) {}

  public record PolicyVerdict(
      boolean good, int rules, int examples, List<PolicyProblem> problems) {}

  public record PolicyPair(String before, String after) {}

  /** What changes: somebody gains a scope, or loses it. */
  public record PolicyChange(String who, String scope, boolean gains, String why) {}

  public record PolicyDiff(List<PolicyChange> items) {}

  /** Whether somebody may do something, and which line says so. */
  public record PolicyAnswer(String who, String scope, boolean allowed, String why) {}

  public record ScopeView(String scope, String meaning, boolean forAttempts) {}

  public record ScopeList(List<ScopeView> items) {}

  /** The answer to a token exchange (RFC 8693, section 2.2.1). */
  public record ExchangedToken(
      String accessToken, String issuedTokenType, String tokenType, long expiresIn, String scope) {}
}
