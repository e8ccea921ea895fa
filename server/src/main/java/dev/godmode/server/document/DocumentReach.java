package dev.godmode.server.document;

import dev.godmode.control.document.DocumentLibrary;
import dev.godmode.control.document.DocumentLibrary.Newest;
import dev.godmode.protocol.api.DocumentStanding;
import dev.godmode.protocol.api.DocumentStanding.Freshness;
import dev.godmode.protocol.document.DocumentsAt;
import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the newest snapshot has come: which node has which, as each says of itself. It is
 * nobody's state: a control that starts hears it anew with every hello.
 */
public final class DocumentReach {

  /** A node that is behind for longer is stale. */
  public static final Duration STALE_AFTER = Duration.ofSeconds(30);

  /** Whatever a node has to say of its troubles, it is written down so often at most. */
  static final Duration TOLD_EVERY = Duration.ofSeconds(10);

  private static final int TROUBLE_MAX = 300;

  private record Told(DocumentsAt at, Instant connectedAt, Optional<Instant> troubleTold) {}

  private final DocumentLibrary library;
  private final InstantSource clock;
  private final Map<NodeId, Told> told = new ConcurrentHashMap<>();

  public DocumentReach(DocumentLibrary library, InstantSource clock) {
    this.library = library;
    this.clock = clock;
  }

  /** A node's stream opened. */
  public Optional<String> connected(NodeId node, DocumentsAt at) {
    return note(node, at, clock.instant());
  }

  /**
   * A node has other documents than before, or another trouble.
   *
   * @return the trouble, when it is to be written down
   */
  public Optional<String> note(NodeId node, DocumentsAt at) {
    var before = Optional.ofNullable(told.get(node));
    return note(node, at, before.map(Told::connectedAt).orElseGet(clock::instant));
  }

  private Optional<String> note(NodeId node, DocumentsAt at, Instant connectedAt) {
    var now = clock.instant();
    var before = Optional.ofNullable(told.get(node));
    var last = before.flatMap(Told::troubleTold);
    var news =
        at.trouble()
            .map(why -> why.substring(0, Math.min(TROUBLE_MAX, why.length())))
            .filter(_ -> !before.map(Told::at).flatMap(DocumentsAt::trouble).equals(at.trouble()))
            .filter(_ -> last.filter(time -> time.plus(TOLD_EVERY).isAfter(now)).isEmpty());
    told.put(node, new Told(at, connectedAt, news.isPresent() ? Optional.of(now) : last));
    return news;
  }

  /** A node is gone for good. */
  public void forget(NodeId node) {
    told.remove(node);
  }

  /** How a node stands to the newest snapshot; empty when there is none. */
  public Optional<DocumentStanding> standing(NodeId node) {
    return library.newest().map(newest -> standing(newest, Optional.ofNullable(told.get(node))));
  }

  private DocumentStanding standing(Newest newest, Optional<Told> node) {
    if (node.isEmpty()) {
      return new DocumentStanding(
          Freshness.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty());
    }
    var at = node.get().at();
    if (at.held().filter(newest.snapshot().mark()::equals).isPresent()) {
      return new DocumentStanding(Freshness.FRESH, at.held(), Optional.empty(), at.trouble());
    }
    var behind = later(newest.since(), node.get().connectedAt());
    var stale = at.trouble().isPresent() || behind.plus(STALE_AFTER).isBefore(clock.instant());
    return new DocumentStanding(
        stale ? Freshness.STALE : Freshness.PULLING, at.held(), Optional.of(behind), at.trouble());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
