package dev.godmode.server.fleet;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.engine.Mandate;
import dev.godmode.control.fleet.WorkerStreams;
import dev.godmode.control.log.LogHub;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.step.StepBook;
import dev.godmode.kernel.Command.DisconnectNode;
import dev.godmode.kernel.Command.Heartbeat;
import dev.godmode.kernel.Command.NoteClone;
import dev.godmode.kernel.Command.NoteCode;
import dev.godmode.kernel.Effect;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.code.HeldCode;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.KnownControl;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.server.change.CheckoutHandout;
import dev.godmode.server.change.CodeReach;
import dev.godmode.server.change.Merges;
import dev.godmode.server.document.CanonicalDocuments;
import dev.godmode.server.identity.AttemptCredentials;
import dev.godmode.server.identity.CertifiedKey;
import dev.godmode.server.identity.Denials;
import dev.godmode.server.network.NodeLinks;
import dev.godmode.server.secret.SecretHandout;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The workers' open streams: one for each node, the newest wins. */
public final class WorkerSessions implements WorkerStreams {

  private static final System.Logger LOG = System.getLogger(WorkerSessions.class.getName());

  /** What sessions need of control. */
  public record Control(
      Engine engine,
      AttemptCredentials credentials,
      SecretHandout secrets,
      CheckoutHandout checkouts,
      Merges merges,
      LogHub logs,
      StepBook steps,
      Tables tables,
      Mandate mandate,
      CanonicalDocuments documents,
      CodeReach code,
      Denials denials,
      Duration heartbeatEvery) {}

  /** A stream that said something so recently has a worker at its end. */
  private static final Duration STILL_HEARD = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final TwinWatch twins;
  private final Map<NodeId, WorkerSession> open = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<Control>> control =
      new AtomicReference<>(Optional.empty());
  private volatile List<KnownControl> controls = List.of();
  private final Beats beats =
      Beats.gathering(
          all -> {
            // When control is busy they are lost: the next ones come within a second.
            var _ = control().engine().submitAll("nodes", all);
          });

  public WorkerSessions(InstantSource clock) {
    this.clock = clock;
    this.twins = new TwinWatch(clock);
  }

  /** The engine is there: streams may open. Until then they are turned away. */
  public void begin(Control ready) {
    control.set(Optional.of(ready));
    ready
        .documents()
        .library()
        .follow(mark -> open.values().forEach(session -> session.newestDocuments(mark)));
  }

  Control control() {
    return control.get().orElseThrow(() -> new IllegalStateException("control is still starting"));
  }

  Instant now() {
    return clock.instant();
  }

  /** A listener for one new connection. */
  public WsListener listener() {
    return new WorkerSession(this);
  }

  @Override
  public void deliver(Effect effect) {
    var session = open.get(effect.node());
    if (session != null && (session.holdsCode() || !(effect instanceof Effect.NameCode))) {
      session.send(message(effect));
      if (effect instanceof Effect.WelcomeNode && !controls.isEmpty()) {
        session.send(new ControlMessage.Controls(controls));
      }
    }
  }

  /** Tells every worker, now and at each welcome, which controls the fleet has. */
  public void announce(List<KnownControl> all) {
    if (!all.equals(controls)) {
      controls = List.copyOf(all);
      open.values().forEach(session -> session.send(new ControlMessage.Controls(controls)));
    }
  }

  /** Ends every stream: another control may serve them. */
  public void sendAway(String reason) {
    open.values().forEach(session -> session.cut(reason));
  }

  private ControlMessage message(Effect effect) {
    return switch (effect) {
      case Effect.Dispatch e -> new ControlMessage.Assign(e.assignment());
      case Effect.StopAttempt e -> new ControlMessage.Stop(e.attempt(), e.reason());
      case Effect.FenceAttempt e -> new ControlMessage.Fence(e.attempt(), e.reason());
      case Effect.AnswerAttempt e ->
          new ControlMessage.Answered(e.attempt(), e.question(), e.answer());
      case Effect.ConfirmAttempt e -> new ControlMessage.Confirm(e.attempt());
      case Effect.WelcomeNode e ->
          new ControlMessage.Welcome(e.node(), e.name(), control().heartbeatEvery());
      case Effect.NameCode e -> new ControlMessage.CodeNamed(e.code());
      case Effect.DismissNode e -> new ControlMessage.Dismiss(e.reason());
    };
  }

  /** The node at the other end; empty when it is nobody we know, or we are not in charge. */
  public Optional<Node> admitted(WsSession session) {
    return control.get().filter(ready -> ready.mandate().holds()).flatMap(_ -> identify(session));
  }

  /** Who is at the other end, by the certificate it showed; empty when it is nobody we know. */
  Optional<Node> identify(WsSession session) {
    return session
        .socketContext()
        .remotePeer()
        .tlsCertificates()
        .filter(chain -> chain.length > 0)
        .map(chain -> CertifiedKey.fingerprint((X509Certificate) chain[0]))
        .flatMap(this::member);
  }

  private Optional<Node> member(String fingerprint) {
    return control()
        .engine()
        .read(
            kernel ->
                kernel.nodes().stream()
                    .filter(node -> node.fingerprint().equals(fingerprint))
                    .filter(node -> node.state() != NodeState.REMOVED)
                    .findFirst())
        .join();
  }

  /** Whether the attempt is or was leased to the node: only then may it write that log. */
  boolean holds(NodeId node, AttemptKey key) {
    var live =
        control()
            .engine()
            .read(kernel -> kernel.task(key.task()).flatMap(task -> task.attempt(key)))
            .join();
    var attempt =
        live.isPresent()
            ? live
            : control().tables().task(key.task()).flatMap(task -> task.attempt(key));
    return attempt.filter(known -> known.node().equals(node)).isPresent();
  }

  /**
   * What an attempt changed is kept, where the attempt is this node's.
   *
   * @throws IllegalArgumentException when it is not what it says: the worker is cut off
   */
  void changed(NodeId node, WorkerMessage.Changed said) {
    if (holds(node, said.attempt())) {
      control().merges().keep(said.hash(), said.body());
    } else {
      LOG.log(
          WARNING, "change refused: not its attempt node={0} attempt={1}", node, said.attempt());
    }
  }

  /** An attempt that changed something has ended: perhaps a rule merges it. */
  void ended(AttemptKey key) {
    var live = control().engine().read(kernel -> kernel.task(key.task())).join();
    live.or(() -> control().tables().task(key.task()))
        .ifPresent(
            task ->
                task.attempt(key).ifPresent(attempt -> control().merges().consider(task, attempt)));
  }

  /** What a node has of the fleet's code; new trouble goes on record. */
  void holds(Node node, List<HeldCode> code) {
    for (var stuck : control().code().note(node.id(), code)) {
      var _ =
          control()
              .engine()
              .submit(
                  "node:" + node.name(),
                  new NoteCode(stuck.name(), node.id(), stuck.trouble().orElse("")));
    }
  }

  /** A sign of life that came alone; it is told to the kernel with those of other nodes. */
  void heard(Heartbeat beat) {
    beats.heard(beat);
  }

  /** The newest stream wins, unless two machines fight for it: then false, and a person is told. */
  boolean opened(Node node, WorkerSession session, String from) {
    var known = open.get(node.id());
    if (known != null && known.silence().compareTo(STILL_HEARD) < 0 && !yields(node, from)) {
      return false;
    }
    var older = open.put(node.id(), session);
    if (older != null) {
      beats.forget(node.id());
      older.cut("a newer stream of the same node is open");
    }
    return true;
  }

  /** Where each node's stream comes from. */
  public List<NodeLinks.Source> sources() {
    return open.values().stream().flatMap(session -> session.source().stream()).toList();
  }

  private boolean yields(Node node, String from) {
    return switch (twins.second(node.id())) {
      case TAKES_OVER -> true;
      case TURNED_AWAY -> false;
      case TURNED_AWAY_AND_TOLD -> {
        var why =
            "two machines use the identity of %s; the one at %s is turned away. Join it anew: gm join-code"
                .formatted(node.name(), from);
        LOG.log(WARNING, why);
        var _ = control().engine().submit("node:" + node.name(), new NoteClone(node.id(), why));
        yield false;
      }
    };
  }

  /** The end of a stream counts only when no newer one has taken its place. */
  void closed(Node node, WorkerSession session, String reason) {
    if (open.remove(node.id(), session)) {
      beats.forget(node.id());
      LOG.log(INFO, "stream closed node={0} name={1} reason={2}", node.id(), node.name(), reason);
      var _ =
          control().engine().submit("node:" + node.name(), new DisconnectNode(node.id(), reason));
    }
  }
}
