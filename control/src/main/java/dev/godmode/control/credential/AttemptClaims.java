package dev.godmode.control.credential;

import dev.godmode.control.access.Scope;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a credential says of its holder.
 *
 * @param id of this one credential
 * @param agent the type of agent that runs
 * @param stream of its task; empty for none
 */
public record AttemptClaims(
    String id,
    AttemptKey attempt,
    NodeId node,
    String agent,
    String stream,
    Set<Scope> scopes,
    Instant issuedAt,
    Instant expiresAt) {

  public AttemptClaims {
    scopes = Set.copyOf(scopes);
  }

  /** "attempt:TASK#1/7": who it is in the ledger. */
  public String holder() {
    return "attempt:" + attempt;
  }

  /** Space between the words, as OAuth wants it; always in the same order. */
  public String scopeText() {
    return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
  }
}
