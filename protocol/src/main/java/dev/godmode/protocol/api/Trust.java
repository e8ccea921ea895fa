package dev.godmode.protocol.api;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who may do what, and what they show for it. */
public final class Trust {

  private Trust() {}

  /**
   * A credential that counts now; never its text.
   *
   * @param scopes what it allows, of the attempt's own
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
   * @param kind "owner" or "attempt"
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

  /** The answer to a token exchange (RFC 8693, section 2.2.1). */
  public record ExchangedToken(
      String accessToken, String issuedTokenType, String tokenType, long expiresIn, String scope) {}
}
