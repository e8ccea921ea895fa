package dev.godmode.server.fleet;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.Frame;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.server.network.NodeLinks;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One worker's stream. What it says is handled in the order it is said, on the connection's own
 * thread, so a report never overtakes the log lines before it. What it is told waits in a bounded
 * queue; a worker too slow to read is cut off, and told again when it is back.
 */
final class WorkerSession implements WsListener {

  /** The close code of a stream whose certificate is not a node's of this fleet. */
  static final int NOT_A_MEMBER = 4401;

  /** The close code of a stream that does not keep to the protocol. */
  static final int BAD_MESSAGE = 4400;

  /** The close code of a second machine with the same identity. */
  static final int TWIN = 4409;

  private static final System.Logger LOG = System.getLogger(WorkerSession.class.getName());
  private static final int OUTBOX_MAX = 50_000;
  private static final int TRY_AGAIN = 1013;
  private static final int TOO_BIG = 1009;

  private static final Duration PARTING = Duration.ofSeconds(3);

  private final WorkerSessions sessions;
  private final AttemptPapers papers;

  /** Linked: room for all of it, made beforehand, would be 200 KB for each of thousands. */
  private final BlockingQueue<ControlMessage> outbox = new LinkedBlockingQueue<>(OUTBOX_MAX);

  private final StringBuilder partial = new StringBuilder();

  /** What the frame that is being read says to the kernel. */
  private final List<Command> heard = new ArrayList<>();

  private final AtomicReference<String> endReason = new AtomicReference<>("connection lost");
  private volatile Optional<Thread> connection = Optional.empty();
  private volatile Optional<NodeLinks.Source> source = Optional.empty();
  private Optional<Node> member = Optional.empty();
  private volatile Optional<DocumentHandout> handout = Optional.empty();
  private volatile boolean holdsCode;
  private boolean greeted;
  private volatile boolean over;
  private volatile long heardNanos = System.nanoTime();

  WorkerSession(WorkerSessions sessions) {
    this.sessions = sessions;
    this.papers = new AttemptPapers(sessions, this::send);
  }

  @Override
  public void onOpen(WsSession session) {
    var receiver = Thread.currentThread();
    connection = Optional.of(receiver);
    if (!sessions.control().mandate().holds()) {
      end(session, StreamProtocol.NOT_IN_CHARGE, "this control lost the database: ask another");
      return;
    }
    member = sessions.identify(session);
    if (member.isEmpty()) {
      LOG.log(INFO, "stream refused: no certificate of a node in the fleet");
      end(
          session,
          NOT_A_MEMBER,
          "no certificate of a node in this fleet: join with a code from 'gm join-code'");
      return;
    }
    var node = member.get();
    var control = sessions.control();
    handout =
        Optional.of(new DocumentHandout(node, control.documents(), control.engine(), this::send));
    if (!sessions.opened(node, this, session.socketContext().remotePeer().host())) {
      end(session, TWIN, "another machine uses this node's identity: join this one anew");
      return;
    }
    var peer = (InetSocketAddress) session.socketContext().remotePeer().address();
    source = Optional.of(new NodeLinks.Source(node.id(), node.name(), peer.getAddress()));
    var sender = Thread.ofVirtual().name("to-" + node.name()).start(() -> sendAll(session));
    Thread.ofVirtual().name("end-of-" + node.name()).start(() -> watch(node, receiver, sender));
  }

  /**
   * Helidon does not tell a listener that the peer has vanished; but the connection's thread ends
   * with the connection, however that happens.
   */
  private void watch(Node node, Thread receiver, Thread sender) {
    try {
      receiver.join();
      sender.interrupt();
      sessions.closed(node, this, endReason.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onMessage(WsSession session, String text, boolean last) {
    if (member.isEmpty() || over) {
      return;
    }
    heardNanos = System.nanoTime();
    partial.append(text);
    if (partial.length() > StreamProtocol.FRAME_MAX_BYTES) {
      end(session, TOO_BIG, "a frame may have %d bytes".formatted(StreamProtocol.FRAME_MAX_BYTES));
    } else if (last) {
      var whole = partial.toString();
      partial.setLength(0);
      receive(session, member.get(), whole);
    }
  }

  private void receive(WsSession session, Node from, String text) {
    try {
      for (var message : Frame.unpack(WorkerMessage.class, text)) {
        if (over) {
          return;
        }
        handle(session, from, message);
      }
      tellKernel(from);
    } catch (JacksonException e) {
      LOG.log(WARNING, "malformed message node={0}: {1}", from.id(), e.getOriginalMessage());
      end(session, BAD_MESSAGE, "malformed message: " + e.getOriginalMessage());
    } catch (RuntimeException e) {
      LOG.log(WARNING, "message not taken node=" + from.id(), e);
      end(session, TRY_AGAIN, "control could not take a message; connect again");
    }
  }

  private void handle(WsSession session, Node from, WorkerMessage message) {
    if (!greeted && !(message instanceof WorkerMessage.Hello)) {
      end(session, BAD_MESSAGE, "the first message must be a Hello");
      return;
    }
    switch (message) {
      case WorkerMessage.Hello m -> hello(session, from, m);
      case WorkerMessage.Heartbeat m ->
          heard.add(new Command.Heartbeat(from.id(), m.usage(), m.running()));
      case WorkerMessage.Equipped m -> heard.add(new Command.EquipNode(from.id(), m.inventory()));
      case WorkerMessage.Started m ->
          heard.add(new Command.StartAttempt(from.id(), m.attempt(), m.documents()));
      case WorkerMessage.OfDocuments m -> handout.orElseThrow().heard(m);
      case WorkerMessage.CodeHeld m -> sessions.holds(from, m.code());
      case WorkerMessage.CredentialWanted m ->
          sayOnce(sessions.control().credentials().issue(from.id(), m.attempt()));
      case WorkerMessage.SecretsWanted m ->
          sayOnce(sessions.control().secrets().give(from.id(), m.attempt()));
      case WorkerMessage.Progress m ->
          heard.add(new Command.NoteProgress(from.id(), m.attempt(), m.idle()));
      case WorkerMessage.Asked m ->
          heard.add(new Command.AskQuestion(from.id(), m.attempt(), m.question()));
      case WorkerMessage.AskedNoMore m ->
          heard.add(new Command.DropQuestion(from.id(), m.attempt(), m.question(), m.why()));
      case WorkerMessage.CheckoutWanted m ->
          sayOnce(sessions.control().checkouts().name(from.id(), m.attempt()));
      case WorkerMessage.Changed m -> {
        tellKernel(from);
        sessions.changed(from.id(), m);
      }
      case WorkerMessage.Logged m -> {
        tellKernel(from); // in the order it was said
        papers.log(from, m);
      }
      case WorkerMessage.Stepped m -> papers.step(from, m);
      case WorkerMessage.Ended m ->
          heard.add(new Command.EndAttempt(from.id(), m.attempt(), m.report()));
      case WorkerMessage.Leaving m -> endReason.set("leaving: " + m.reason());
    }
  }

  private void hello(WsSession session, Node from, WorkerMessage.Hello hello) {
    if (hello.protocol() != StreamProtocol.VERSION) {
      end(
          session,
          BAD_MESSAGE,
          "the worker speaks version %d of the stream and control %d: update the older one"
              .formatted(hello.protocol(), StreamProtocol.VERSION));
      return;
    }
    greeted = true;
    LOG.log(INFO, "stream opened node={0} name={1}", from.id(), from.name());
    heard.add(
        new Command.ConnectNode(
            from.id(), hello.inventory(), hello.slots(), hello.usage(), hello.running()));
    handout.orElseThrow().hello(hello.documents());
    holdsCode = hello.code().isPresent();
    hello.code().ifPresent(code -> sessions.holds(from, code));
  }

  /** What may not get lost: if control cannot take it, the worker must say it again. */
  private void tellKernel(Node from) {
    if (heard.isEmpty()) {
      return;
    }
    var commands = List.copyOf(heard);
    heard.clear();
    if (commands.size() == 1 && commands.getFirst() instanceof Command.Heartbeat beat) {
      sessions.heard(beat);
      return;
    }
    var _ =
        submit(from, commands)
            .thenAccept(
                replies -> {
                  for (var i = 0; i < replies.size(); i++) {
                    answered(from, commands.get(i), replies.get(i));
                  }
                });
  }

  private CompletableFuture<List<Reply>> submit(Node from, List<Command> commands) {
    return sessions
        .control()
        .engine()
        .submitAll("node:" + from.name(), commands)
        .whenComplete((_, fault) -> cutOn(fault));
  }

  private void cutOn(@Nullable Throwable fault) {
    if (fault != null) {
      cut("control is busy");
    }
  }

  /**
   * A report whose task has ended and left the kernel is late, but goes on record. One of another
   * node's attempt counts for nothing, and is not said again.
   */
  private void answered(Node from, Command command, Reply reply) {
    if (command instanceof Command.EndAttempt said) {
      if (reply instanceof Reply.Refused(var code, var why) && code == Reply.Code.FORBIDDEN) {
        sessions.control().denials().note("node:" + from.name(), "the end of an attempt", why);
        send(new ControlMessage.Confirm(said.attempt()));
      } else if (said.left().isPresent()) {
        return;
      } else if (reply instanceof Reply.Refused(var code, _) && code == Reply.Code.NOT_FOUND) {
        Thread.startVirtualThread(() -> endedLate(from, said));
      } else if (said.report().change().isPresent()) {
        Thread.startVirtualThread(() -> sessions.ended(said.attempt()));
      }
    }
  }

  private void endedLate(Node from, Command.EndAttempt said) {
    var left = sessions.control().tables().task(said.attempt().task());
    if (left.isPresent()) {
      var late = new Command.EndAttempt(from.id(), said.attempt(), said.report(), left);
      var _ =
          submit(from, List.of(late))
              .thenAccept(replies -> answered(from, late, replies.getFirst()));
    } else {
      LOG.log(WARNING, "report of an unknown task node={0} attempt={1}", from.id(), said.attempt());
      send(new ControlMessage.Confirm(said.attempt()));
    }
  }

  /** While control is busy nothing is said: the worker asks again. */
  private void sayOnce(CompletableFuture<? extends ControlMessage> known) {
    var _ = known.thenAccept(this::send);
  }

  /** Another snapshot of the documents is the newest. */
  void newestDocuments(SnapshotMark mark) {
    handout.ifPresent(open -> open.tell(mark));
  }

  /** Whether its worker is one that holds code. */
  boolean holdsCode() {
    return holdsCode;
  }

  /** Where it comes from; empty until it is let in. */
  Optional<NodeLinks.Source> source() {
    return source;
  }

  /** How long the worker has said nothing. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  /** Never blocks. */
  void send(ControlMessage message) {
    if (!outbox.offer(message)) {
      cut("the worker reads too slowly");
    }
  }

  private void sendAll(WsSession session) {
    try {
      while (true) {
        var frame = Frame.pack(ControlMessage.class, outbox.take(), outbox);
        session.send(frame.text(), true);
        for (var message : frame.messages()) {
          handout.orElseThrow().sent(message);
          if (message instanceof ControlMessage.Dismiss(var reason)) {
            end(session, NOT_A_MEMBER, reason);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "send failed", e);
      cut("send failed");
    }
  }

  /**
   * Says why, and ends the connection if the peer does not. May wait for a slow peer, so only the
   * session's own threads call it.
   */
  private void end(WsSession session, int code, String reason) {
    over = true;
    endReason.set(reason);
    session.close(code, StreamProtocol.closeReason(reason));
    Thread.ofVirtual().start(this::cutWhenPatienceEnds);
  }

  private void cutWhenPatienceEnds() {
    try {
      if (!connection.orElseThrow().join(PARTING)) {
        connection.orElseThrow().interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the connection at once, whatever the peer does: its thread's socket closes. */
  void cut(String reason) {
    endReason.set(reason);
    connection.ifPresent(Thread::interrupt);
  }

  /** Helidon leaves the answer to us; without it the worker takes control for dead. */
  @Override
  public void onPing(WsSession session, BufferData data) {
    session.pong(data);
  }

  @Override
  public void onClose(WsSession session, int status, String reason) {
    endReason.compareAndSet("connection lost", reason.isEmpty() ? "closed" : reason);
  }

  @Override
  public void onError(WsSession session, Throwable fault) {
    endReason.set(String.valueOf(fault.getMessage()));
  }
}
