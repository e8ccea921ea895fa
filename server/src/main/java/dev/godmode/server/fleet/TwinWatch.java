package dev.godmode.server.fleet;

import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices two machines with one identity, as after a copied disk. Each would cut the other's stream
 * off for ever; so after some such takeovers the stream that is there stays, as long as it is
 * heard.
 *
 * <p>A worker that restarts, or whose network changed, takes its own stream over at most once or
 * twice: its older stream is closed or falls silent.
 */
final class TwinWatch {

  /** So many takeovers of a stream that is still heard are let pass. */
  static final int TAKEOVERS_MAX = 3;

  static final Duration WITHIN = Duration.ofMinutes(1);
  private static final Duration TELL_EVERY = Duration.ofMinutes(10);

  /** What is done about a second stream. */
  enum Verdict {
    TAKES_OVER,
    TURNED_AWAY,
    /** Turned away, and a person should know. */
    TURNED_AWAY_AND_TOLD
  }

  private final InstantSource clock;
  private final Map<NodeId, Deque<Instant>> takeovers = new ConcurrentHashMap<>();
  private final Map<NodeId, Instant> told = new ConcurrentHashMap<>();

  TwinWatch(InstantSource clock) {
    this.clock = clock;
  }

  /** A second stream of a node opened while the first one is still heard. */
  synchronized Verdict second(NodeId node) {
    var now = clock.instant();
    var recent = takeovers.computeIfAbsent(node, _ -> new ArrayDeque<>());
    while (!recent.isEmpty() && recent.peek().isBefore(now.minus(WITHIN))) {
      recent.poll();
    }
    if (recent.size() < TAKEOVERS_MAX) {
      recent.add(now);
      return Verdict.TAKES_OVER;
    }
    var last = told.get(node);
    if (last != null && last.isAfter(now.minus(TELL_EVERY))) {
      return Verdict.TURNED_AWAY;
    }
    told.put(node, now);
    return Verdict.TURNED_AWAY_AND_TOLD;
  }
}
