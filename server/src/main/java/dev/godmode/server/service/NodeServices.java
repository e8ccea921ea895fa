package dev.godmode.server.service;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.inference.ModelServer;
import dev.godmode.control.inference.ModelServer.Ask;
import dev.godmode.control.inference.ModelServer.NotSent;
import dev.godmode.control.inference.ModelServer.Outcome;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.Whereabouts.AtUrl;
import dev.godmode.control.inference.Whereabouts.OnNode;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.service.ServiceProtocol;
import dev.godmode.protocol.service.ToNode;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.http.Refusal;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The servers of models that run on nodes. A node offers them, and each is a provider from then on;
 * a question to one goes over a line that its node has opened, so nothing listens there.
 */
public final class NodeServices {

  private static final System.Logger LOG = System.getLogger(NodeServices.class.getName());

  /** A node that is there opens a line within milliseconds, unless it is very busy. */
  private static final Duration LINE_PATIENCE = Duration.ofSeconds(10);

  /** Offers of all nodes together. */
  private static final int OFFERS_MAX = 1_000;

  private final Function<WsSession, Optional<Node>> members;
  private final LongSupplier nanos;
  private final Map<NodeId, NodeHome> homes = new ConcurrentHashMap<>();
  private volatile Optional<Providers> providers = Optional.empty();

  /**
   * None yet.
   *
   * @param members whose connection it is
   * @param nanos a clock that only grows
   */
  public NodeServices(Function<WsSession, Optional<Node>> members, LongSupplier nanos) {
    this.members = members;
    this.nanos = nanos;
  }

  /** What is offered is brought in there from now on. */
  public void offerTo(Providers all) {
    providers = Optional.of(all);
  }

  /** What nodes open on the fleet port: their own stream, and the connections for services. */
  public Map<String, Supplier<WsListener>> beside(Supplier<WsListener> stream) {
    return Map.of(
        StreamProtocol.PATH,
        stream,
        ServiceProtocol.OFFERS_PATH,
        () -> new NodeSocket(members, new OfferStream(this)),
        ServiceProtocol.LINE_PATH,
        () -> new NodeSocket(members, new CallLine(node -> home(node).lines())));
  }

  /** Providers on nodes, and all others as they are reached. */
  public ModelServer beside(ModelServer others) {
    return (provider, key, ask, patience) ->
        switch (provider.where()) {
          case AtUrl _ -> others.ask(provider, key, ask, patience);
          case OnNode at -> ask(at, ask, patience);
        };
  }

  private Outcome ask(OnNode at, Ask ask, Duration patience) {
    var home = homes.get(at.node());
    if (home == null) {
      return new NotSent("node %s offers nothing any more".formatted(at.name()));
    }
    var trouble = home.trouble(at.service());
    if (trouble.isPresent()) {
      return new NotSent(trouble.get());
    }
    ToNode.Ask question;
    try {
      question =
          new ToNode.Ask(
              at.service(), ask.path(), ask.headers(), ask.body().map(ByteBuffer::remaining));
    } catch (IllegalArgumentException e) {
      return new NotSent(String.valueOf(e.getMessage()));
    }
    var within = patience.compareTo(LINE_PATIENCE) < 0 ? patience : LINE_PATIENCE;
    return home.lines()
        .take(() -> wantLine(home), within)
        .map(line -> line.ask(question, ask.body(), patience))
        .orElseGet(
            () ->
                new NotSent(
                    "node %s opened no line for it within %d s, or has %d of them"
                        .formatted(at.name(), within.toSeconds(), ServiceProtocol.LINES_MAX)));
  }

  private static void wantLine(NodeHome home) {
    try {
      home.stream().ifPresent(OfferStream::wantLine);
    } catch (RuntimeException e) {
      LOG.log(WARNING, "node " + home.node().name() + " cannot be asked for a line", e);
    }
  }

  NodeHome home(Node node) {
    return homes.computeIfAbsent(node.id(), _ -> new NodeHome(node, nanos.getAsLong()));
  }

  /** A node offers something else, or cannot be asked, or can. */
  void changed(NodeHome home) {
    LOG.log(
        INFO,
        "services node={0} offers={1}",
        home.node().name(),
        home.providers().stream().map(one -> one.name()).toList());
    publish();
    var id = home.node().id();
    home.lookAgain(
        () ->
            providers.ifPresent(
                all -> all.probe(one -> one.where() instanceof OnNode at && at.node().equals(id))));
  }

  private synchronized void publish() {
    var offered =
        homes.values().stream()
            .sorted(Comparator.comparing(home -> home.node().enrolledAt()))
            .flatMap(home -> home.providers().stream())
            .limit(OFFERS_MAX)
            .toList();
    providers.ifPresent(all -> all.offer(offered));
  }

  /** Looks at who is silent, who takes no new work, and who is no node any more. */
  public void look(Engine engine) {
    homes.values().forEach(NodeServices::cutSilent);
    if (!homes.isEmpty()) {
      var _ =
          engine
              .read(
                  kernel ->
                      kernel.nodes().stream()
                          .filter(node -> homes.containsKey(node.id()))
                          .collect(Collectors.toMap(Node::id, node -> node)))
              .thenAccept(this::seen);
    }
  }

  private static void cutSilent(NodeHome home) {
    home.stream().filter(OfferStream::isSilent).ifPresent(OfferStream::cut);
    home.lines().look();
  }

  private void seen(Map<NodeId, Node> nodes) {
    for (var home : List.copyOf(homes.values())) {
      var now = nodes.get(home.node().id());
      if (now != null && home.seen(now, nanos.getAsLong())) {
        changed(home);
      }
      if (now == null || home.isForgotten(nanos.getAsLong())) {
        forget(home);
      }
    }
  }

  private void forget(NodeHome home) {
    homes.remove(home.node().id());
    home.stream().ifPresent(OfferStream::cut);
    home.lines().cut();
    publish();
  }

  /**
   * Whether somebody may take this provider away.
   *
   * @throws Refusal when it is one that a node offers: no person brought it in
   */
  public void requireNotOffered(String name) {
    if (homes.values().stream()
        .flatMap(home -> home.providers().stream())
        .anyMatch(one -> one.name().equals(name))) {
      throw Refusal.conflict(
          "'%s' is offered by its node, and is gone a minute after its worker was started with GODMODE_MODEL_SERVERS=off"
              .formatted(name));
    }
  }
}
