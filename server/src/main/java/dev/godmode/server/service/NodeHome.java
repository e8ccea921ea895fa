package dev.godmode.server.service;

import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.Whereabouts.OnNode;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.service.ServiceOffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A node, as far as its services go: what it offers, and why it cannot be asked just now. */
final class NodeHome {

  /** A node that is there and has offered nothing for so long has nothing to offer any more. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final LinePool lines = new LinePool();
  private final AtomicInteger looks = new AtomicInteger();
  private volatile Node node;
  private volatile Optional<OfferStream> stream = Optional.empty();
  private volatile List<ServiceOffer> offers = List.of();
  private volatile long heardNanos;

  NodeHome(Node node, long nanos) {
    this.node = node;
    this.heardNanos = nanos;
  }

  Node node() {
    return node;
  }

  LinePool lines() {
    return lines;
  }

  Optional<OfferStream> stream() {
    return stream;
  }

  /** The newest connection counts. */
  synchronized void opened(OfferStream fresh) {
    stream.ifPresent(OfferStream::cut);
    stream = Optional.of(fresh);
  }

  /** False when that is no news, or another connection has taken its place. */
  synchronized boolean offers(OfferStream from, List<ServiceOffer> all) {
    if (!isCurrent(from) || offers.equals(all)) {
      return false;
    }
    offers = all;
    return true;
  }

  /** False when another connection has taken its place. */
  synchronized boolean closed(OfferStream over) {
    if (!isCurrent(over)) {
      return false;
    }
    stream = Optional.empty();
    return true;
  }

  private boolean isCurrent(OfferStream one) {
    return stream.filter(known -> known == one).isPresent();
  }

  /** How the kernel sees it now; true when that changes whether it can be asked. */
  synchronized boolean seen(Node now, long nanos) {
    var change = node.schedulability() != now.schedulability();
    node = now;
    if (stream.isPresent() || now.state() != NodeState.READY) {
      heardNanos = nanos;
    }
    return change;
  }

  /** Whether it has come to nothing: what it offered is not shown any more. */
  boolean isForgotten(long nanos) {
    return node.state() == NodeState.REMOVED || nanos - heardNanos > FORGOTTEN_AFTER.toNanos();
  }

  /** What it offers, as providers. */
  List<Provider> providers() {
    return offers.stream()
        .map(
            offer ->
                Provider.offered(
                    new OnNode(node.id(), node.name(), offer.name(), offer.address()),
                    offer.models()))
        .toList();
  }

  /** Why a service of it cannot be asked; empty when it can. */
  Optional<String> trouble(String service) {
    if (stream.isEmpty()) {
      return Optional.of("node %s is away".formatted(node.name()));
    }
    if (node.schedulability() != Schedulability.OPEN) {
      return Optional.of(
          "node %s takes no new work: it is %s"
              .formatted(node.name(), node.schedulability().name().toLowerCase(Locale.ROOT)));
    }
    return offers.stream()
        .filter(offer -> offer.name().equals(service))
        .findFirst()
        .map(ServiceOffer::trouble)
        .orElseGet(() -> Optional.of("node %s does not offer it any more".formatted(node.name())));
  }

  /**
   * Looks again, one look at a time; whoever asks for one while one goes on gets another after it.
   */
  void lookAgain(Runnable look) {
    if (looks.getAndIncrement() == 0) {
      Thread.ofVirtual().name("look-at-" + node.name()).start(() -> lookAll(look));
    }
  }

  private void lookAll(Runnable look) {
    int asked;
    do {
      asked = looks.get();
      look.run();
    } while (looks.addAndGet(-asked) > 0);
  }
}
