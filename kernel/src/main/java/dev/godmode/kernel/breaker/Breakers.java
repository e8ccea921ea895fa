package dev.godmode.kernel.breaker;

import dev.godmode.protocol.event.FleetEvent.BreakerClosed;
import dev.godmode.protocol.event.FleetEvent.BreakerEvent;
import dev.godmode.protocol.event.FleetEvent.BreakerOpened;
import dev.godmode.protocol.event.FleetEvent.BreakerStaysOpen;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.FailureRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Breakers that are open, and the failures by which others may open. {@link #ALIKE} tasks that
 * failed alike {@link #WITHIN} some minutes open one on what they have in common, unless an attempt
 * that has the same went well meanwhile.
 *
 * @param recent failures, oldest first: the last one of each task in each way, at most {@link
 *     #RECENT_MAX}
 * @param open in the order in which they opened
 */
public record Breakers(List<Mishap> recent, List<Breaker> open) {

  public static final int ALIKE = 3;
  public static final Duration WITHIN = Duration.ofMinutes(10);
  static final int RECENT_MAX = 64;

  public static final Breakers NONE = new Breakers(List.of(), List.of());

  public Breakers {
    recent = List.copyOf(recent);
    open = List.copyOf(open);
  }

  /** What failures of several tasks have in common. */
  public record Common(FailureRoute route, List<Mishap> mishaps) {}

  // ---- what becomes of them

  /** An attempt failed. */
  public Breakers failed(Mishap mishap) {
    var since = mishap.at().minus(WITHIN);
    var kept = new ArrayList<Mishap>();
    for (var known : recent) {
      var same = known.attempt().task().equals(mishap.attempt().task()) && known.isLike(mishap);
      if (!same && !known.at().isBefore(since)) {
        kept.add(known);
      }
    }
    kept.add(mishap);
    return new Breakers(kept.subList(Math.max(0, kept.size() - RECENT_MAX), kept.size()), open);
  }

  /** An attempt went well. */
  public Breakers wentWell(Way way) {
    return recent.isEmpty() ? this : changed(recent, mishap -> mishap.refutedBy(way), this::with);
  }

  /** An attempt is leased: where a route waits for one that tries it, this one does. */
  public Breakers leased(AttemptKey attempt, Way way, Instant at) {
    return open.isEmpty()
        ? this
        : changed(
            open,
            breaker ->
                breaker.admits(at) && breaker.route().covers(way.whole())
                    ? breaker.probedBy(Optional.of(attempt))
                    : breaker,
            this::opening);
  }

  /** An attempt's lease is over, however it ended. */
  public Breakers ended(AttemptKey attempt) {
    return open.isEmpty()
        ? this
        : changed(
            open,
            breaker -> isProbe(breaker, attempt) ? breaker.probedBy(Optional.empty()) : breaker,
            this::opening);
  }

  public Breakers after(BreakerEvent event, Instant at) {
    return switch (event) {
      case BreakerOpened e ->
          opening(Stream.concat(open.stream(), Stream.of(Breaker.opened(e, at))).toList());
      case BreakerStaysOpen e ->
          changed(
              open,
              breaker -> breaker.id().equals(e.breaker()) ? breaker.staysOpen(e.until()) : breaker,
              this::opening);
      case BreakerClosed e -> without(e.breaker());
    };
  }

  /** It is closed, and what it opened by is forgotten: as many must fail anew. */
  private Breakers without(String id) {
    var closed = find(id);
    var left = open.stream().filter(breaker -> !breaker.id().equals(id)).toList();
    // A wider one that took its place still needs to know.
    var fingerprint =
        closed
            .map(Breaker::fingerprint)
            .filter(print -> left.stream().noneMatch(one -> one.fingerprint().equals(print)));
    return new Breakers(
        recent.stream()
            .filter(mishap -> fingerprint.filter(mishap.fingerprint()::equals).isEmpty())
            .toList(),
        left);
  }

  private Breakers with(List<Mishap> mishaps) {
    return new Breakers(mishaps, open);
  }

  private Breakers opening(List<Breaker> next) {
    return new Breakers(recent, next);
  }

  /** The same object where nothing changes, which is nearly always. */
  private <T> Breakers changed(
      List<T> all, UnaryOperator<T> change, Function<List<T>, Breakers> with) {
    var next = all.stream().map(change).toList();
    return next.equals(all) ? this : with.apply(next);
  }

  // ---- looking

  public Optional<Breaker> find(String id) {
    return open.stream().filter(breaker -> breaker.id().equals(id)).findFirst();
  }

  /** What the end of that attempt was taken for; empty when it was no such failure. */
  public Optional<Mishap> mishap(AttemptKey attempt) {
    return recent.stream().filter(mishap -> mishap.attempt().equals(attempt)).findFirst();
  }

  /** Those that this attempt tries. */
  public List<Breaker> probedBy(AttemptKey attempt) {
    return open.stream().filter(breaker -> isProbe(breaker, attempt)).toList();
  }

  private static boolean isProbe(Breaker breaker, AttemptKey attempt) {
    return breaker.probe().filter(attempt::equals).isPresent();
  }

  /** The open one that a failure belongs to. */
  public Optional<Breaker> covering(Mishap mishap) {
    return open.stream()
        .filter(breaker -> breaker.fingerprint().equals(mishap.fingerprint()))
        .filter(breaker -> breaker.route().covers(mishap.way().whole()))
        .findFirst();
  }

  /** Open ones of the same failures on a part of that route. */
  public List<Breaker> narrower(String fingerprint, FailureRoute route) {
    return open.stream()
        .filter(breaker -> breaker.fingerprint().equals(fingerprint))
        .filter(breaker -> route.covers(breaker.route()))
        .toList();
  }

  /** What keeps an agent's work in a repository from being placed anywhere. */
  public Optional<Breaker> barring(String agentType, Optional<String> repository, Instant now) {
    return matching(agentType, repository, now, breaker -> breaker.route().node().isEmpty())
        .findFirst();
  }

  /** Nodes on which an agent's work in a repository is not placed, each with what bars it. */
  public Map<NodeId, Breaker> barredNodes(
      String agentType, Optional<String> repository, Instant now) {
    return matching(agentType, repository, now, breaker -> breaker.route().node().isPresent())
        .collect(
            Collectors.toMap(
                breaker -> breaker.route().node().orElseThrow(),
                Function.identity(),
                (first, _) -> first));
  }

  private Stream<Breaker> matching(
      String agentType, Optional<String> repository, Instant now, Predicate<Breaker> such) {
    return open.stream()
        .filter(such)
        .filter(breaker -> !breaker.admits(now))
        .filter(
            breaker ->
                breaker
                    .route()
                    .covers(
                        new FailureRoute(
                            Optional.of(agentType), breaker.route().node(), repository)));
  }

  /**
   * What the failures that are like the last one have in common, if {@link #ALIKE} tasks have: the
   * narrowest that is not refuted.
   */
  public Optional<Common> common(Mishap last) {
    for (var share : Way.SHARES) {
      if (last.mayBlame(share)) {
        var alike =
            recent.stream()
                .filter(mishap -> mishap.isLike(last) && !mishap.isRefuted(share))
                .filter(mishap -> (mishap.way().shared(last.way()) & share) == share)
                .toList();
        if (alike.size() >= ALIKE) {
          return Optional.of(new Common(last.way().route(share), alike));
        }
      }
    }
    return Optional.empty();
  }
}
