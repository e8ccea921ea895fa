package dev.godmode.server.service;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.service.FromNode;
import dev.godmode.protocol.service.ServiceProtocol;
import dev.godmode.protocol.service.ToNode;
import dev.godmode.protocol.stream.StreamProtocol;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/**
 * A connection that a node opened for its services: who it is, what it says in whole messages, and
 * whether it is still there. What it says is handled on the connection's own thread: while that
 * waits, nothing more is read, and the node has to wait as well.
 */
final class NodeSocket implements WsListener {

  /** The close code of a connection whose certificate is not a node's of this fleet. */
  static final int NOT_A_MEMBER = 4401;

  /** The close code of a connection that does not keep to the protocol. */
  static final int BAD_MESSAGE = 4400;

  private static final System.Logger LOG = System.getLogger(NodeSocket.class.getName());

  /** Who listens to it. */
  interface Ear {

    /** It is open, to this node. */
    void opened(Node node, NodeSocket socket);

    /**
     * The node says something.
     *
     * @throws IllegalArgumentException when it is not its turn to say that
     */
    void said(FromNode message) throws InterruptedException;

    /** A piece of a body. */
    void piece(ByteBuffer bytes) throws InterruptedException;

    /** It is over. */
    void over();
  }

  private final Function<WsSession, Optional<Node>> members;
  private final Ear ear;
  private final StringBuilder partial = new StringBuilder();

  /** Several threads write. */
  private final ReentrantLock writing = new ReentrantLock();

  private volatile Optional<WsSession> session = Optional.empty();
  private volatile Optional<Thread> connection = Optional.empty();
  private volatile long heardNanos = System.nanoTime();
  private volatile boolean handling;

  NodeSocket(Function<WsSession, Optional<Node>> members, Ear ear) {
    this.members = members;
    this.ear = ear;
  }

  @Override
  public void onOpen(WsSession opened) {
    var receiver = Thread.currentThread();
    connection = Optional.of(receiver);
    session = Optional.of(opened);
    var node = members.apply(opened);
    if (node.isEmpty()) {
      end(NOT_A_MEMBER, "no certificate of a node in this fleet, or control is not in charge");
      return;
    }
    ear.opened(node.get(), this);
    Thread.ofVirtual().name("service-of-" + node.get().name()).start(() -> watch(receiver));
  }

  /** The connection's thread ends with the connection, however that happens. */
  private void watch(Thread receiver) {
    try {
      while (!receiver.join(ServiceProtocol.SIGN_EVERY)) {
        sign();
      }
      ear.over();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sign() {
    try {
      write(open -> open.ping(BufferData.empty()));
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "no sign could be given", e);
      cut();
    }
  }

  @Override
  public void onMessage(WsSession from, String text, boolean last) {
    heardNanos = System.nanoTime();
    partial.append(text);
    if (partial.length() > ServiceProtocol.MESSAGE_MAX_CHARACTERS) {
      refuse("a message is too long");
    } else if (last) {
      var whole = partial.toString();
      partial.setLength(0);
      handle(() -> ear.said(Json.read(FromNode.class, whole)));
    }
  }

  @Override
  public void onMessage(WsSession from, BufferData data, boolean last) {
    heardNanos = System.nanoTime();
    handle(() -> ear.piece(ByteBuffer.wrap(data.readBytes())));
  }

  /** What is done with something that was said. */
  private interface Handling {
    void run() throws InterruptedException;
  }

  private void handle(Handling work) {
    handling = true;
    try {
      work.run();
    } catch (JacksonException e) {
      refuse(e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      refuse(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // It was cut: the next read ends it.
    } finally {
      heardNanos = System.nanoTime();
      handling = false;
    }
  }

  private void refuse(String why) {
    LOG.log(WARNING, "a message about services is not taken: {0}", why);
    end(BAD_MESSAGE, why);
  }

  /** Helidon leaves the answer to us. */
  @Override
  public void onPing(WsSession from, BufferData data) {
    heardNanos = System.nanoTime();
    write(open -> open.pong(data));
  }

  @Override
  public void onPong(WsSession from, BufferData data) {
    heardNanos = System.nanoTime();
  }

  @Override
  public void onError(WsSession from, Throwable fault) {
    LOG.log(DEBUG, "a connection for services broke", fault);
  }

  /**
   * Says something.
   *
   * @throws RuntimeException when the connection is over
   */
  void say(ToNode message) {
    var text = Json.write(ToNode.class, message);
    write(open -> open.send(text, true));
  }

  /** Sends a body in pieces; the last one ends the message. */
  void send(ByteBuffer body) {
    var rest = body.duplicate();
    do {
      var piece = new byte[Math.min(rest.remaining(), ServiceProtocol.PIECE_MAX_BYTES)];
      rest.get(piece);
      write(open -> open.send(BufferData.create(piece), true));
    } while (rest.hasRemaining());
  }

  private void write(Function<WsSession, WsSession> what) {
    writing.lock();
    try {
      var _ = what.apply(session.orElseThrow());
    } finally {
      writing.unlock();
    }
  }

  /** Whether nothing has been heard for too long; who is kept waiting by us is not silent. */
  boolean isSilent() {
    var silence = Duration.ofNanos(System.nanoTime() - heardNanos);
    return !handling && silence.compareTo(ServiceProtocol.SILENCE_MAX) > 0;
  }

  /** Says why, for the node's log, and ends it. */
  private void end(int code, String reason) {
    write(open -> open.close(code, StreamProtocol.closeReason(reason)));
    cut();
  }

  /** Ends the connection at once, whatever the node does: its thread's socket closes. */
  void cut() {
    connection.ifPresent(Thread::interrupt);
  }
}
