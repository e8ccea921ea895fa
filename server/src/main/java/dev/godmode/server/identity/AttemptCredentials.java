package dev.godmode.server.identity;

import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.control.credential.Leases;
import dev.godmode.control.engine.Engine;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.task.AttemptKey;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gives attempts their credentials, and says whose a credential is. Both ask the kernel whether the
 * lease lives, so what is over is refused by the next request, on whatever port.
 */
public final class AttemptCredentials {

  private static final long PATIENCE_SECONDS = 10;
  private static final int NOTED_MAX = 100_000;

  /** What may be allowed to whom. */
  public interface Grants extends Function<Leases.Live, Set<Scope>> {}

  /** Whose a credential is. */
  public sealed interface Verdict {}

  public record Held(Principal.Holder by) implements Verdict {}

  /** It lets nobody in, in words for the ledger. */
  public record Refused(String who, String why) implements Verdict {}

  /** The last credential of an attempt, and how many there were. */
  public record Noted(AttemptClaims claims, int issued) {}

  private final Engine engine;
  private final AttemptTokens tokens;
  private final Grants grants;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final Map<AttemptKey, Noted> noted = new ConcurrentHashMap<>();

  public AttemptCredentials(
      Engine engine,
      AttemptTokens tokens,
      Grants grants,
      InstantSource clock,
      Supplier<String> ids) {
    this.engine = engine;
    this.tokens = tokens;
    this.grants = grants;
    this.clock = clock;
    this.ids = ids;
  }

  /** A credential for an attempt that runs on the node, or why there is none. Never blocks. */
  public CompletableFuture<ControlMessage> issue(NodeId node, AttemptKey attempt) {
    return standing(attempt)
        // Off the engine's thread: to sign takes longer than all it does for a command.
        .thenApplyAsync(standing -> issue(node, attempt, standing), Thread::startVirtualThread);
  }

  private CompletableFuture<Leases.Standing> standing(AttemptKey attempt) {
    return engine
        .read(kernel -> Leases.standing(kernel, attempt))
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private ControlMessage issue(NodeId node, AttemptKey attempt, Leases.Standing standing) {
    return switch (standing) {
      case Leases.Over(var why) -> new ControlMessage.NoCredential(attempt, why);
      case Leases.Live live when !live.node().equals(node) ->
          new ControlMessage.NoCredential(attempt, "it is leased to another node");
      case Leases.Live live -> {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var claims =
            new AttemptClaims(
                ids.get(),
                attempt,
                node,
                live.agent(),
                live.stream(),
                grants.apply(live),
                now,
                now.plus(AttemptTokens.LIFETIME));
        note(claims);
        yield new ControlMessage.Credential(attempt, tokens.mint(claims), AttemptTokens.LIFETIME);
      }
    };
  }

  private void note(AttemptClaims claims) {
    if (noted.size() >= NOTED_MAX) {
      noted.values().removeIf(one -> !one.claims().expiresAt().isAfter(clock.instant()));
    }
    noted.merge(
        claims.attempt(), new Noted(claims, 1), (old, next) -> new Noted(claims, old.issued() + 1));
  }

  /** Whose a credential is: it must be ours, in time, and its lease must live. */
  public Verdict check(String token) {
    return switch (tokens.read(token)) {
      case AttemptTokens.Bad(var why) -> new Refused("somebody", why);
      case AttemptTokens.Good(var claims) -> check(claims);
    };
  }

  private Verdict check(AttemptClaims claims) {
    return switch (standing(claims.attempt()).join()) {
      case Leases.Over(var why) -> new Refused(claims.holder(), why);
      case Leases.Live live when !live.node().equals(claims.node()) ->
          new Refused(claims.holder(), "it was made for another node");
      case Leases.Live live -> {
        // What was allowed when it was made and is allowed no more, is not.
        var allowed = grants.apply(live);
        yield new Held(
            new Principal.Holder(
                narrowed(claims, claims.id(), intersection(claims.scopes(), allowed))));
      }
    };
  }

  private static Set<Scope> intersection(Set<Scope> some, Set<Scope> others) {
    return some.stream().filter(others::contains).collect(Collectors.toUnmodifiableSet());
  }

  private static AttemptClaims narrowed(AttemptClaims claims, String id, Set<Scope> scopes) {
    return new AttemptClaims(
        id,
        claims.attempt(),
        claims.node(),
        claims.agent(),
        claims.stream(),
        scopes,
        claims.issuedAt(),
        claims.expiresAt());
  }

  /** A credential that allows less, and ends when the first one does. */
  public String narrow(Principal.Holder holder, Set<Scope> scopes) {
    return tokens.mint(
        narrowed(holder.claims(), ids.get(), intersection(holder.claims().scopes(), scopes)));
  }

  /** Those of attempts whose leases live and that have not ended; the oldest lease first. */
  public List<Noted> live() {
    var now = clock.instant();
    noted.values().removeIf(one -> !one.claims().expiresAt().isAfter(now));
    var candidates = List.copyOf(noted.values());
    var standings =
        engine
            .read(
                kernel ->
                    candidates.stream()
                        .map(one -> Leases.standing(kernel, one.claims().attempt()))
                        .toList())
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
    return IntStream.range(0, candidates.size())
        .filter(i -> standings.get(i) instanceof Leases.Live)
        .mapToObj(candidates::get)
        .sorted(Comparator.comparingLong(one -> one.claims().attempt().fence()))
        .toList();
  }
}
