package dev.godmode.server.service;

import dev.godmode.control.inference.ModelServer.Lost;
import dev.godmode.control.inference.ModelServer.NotSent;
import dev.godmode.control.inference.ModelServer.Outcome;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.service.FromNode;
import dev.godmode.protocol.service.ToNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A line to a node. It carries one call at a time, and many one after the other. */
final class CallLine implements NodeSocket.Ear {

  private final Function<Node, LinePool> pools;
  private volatile Optional<NodeSocket> socket = Optional.empty();
  private volatile Optional<LinePool> pool = Optional.empty();
  private volatile Optional<LineAnswer> answer = Optional.empty();

  /**
   * Not open yet.
   *
   * @param pools where lines of a node wait for calls
   */
  CallLine(Function<Node, LinePool> pools) {
    this.pools = pools;
  }

  @Override
  public void opened(Node node, NodeSocket open) {
    socket = Optional.of(open);
    var home = pools.apply(node);
    pool = Optional.of(home);
    if (!home.opened(this)) {
      cut();
    }
  }

  /** Asks, and waits until it is known what came of it. No other call is under way. */
  Outcome ask(ToNode.Ask ask, Optional<ByteBuffer> body, Duration patience) {
    var coming = new LineAnswer(this::over);
    answer = Optional.of(coming);
    var begun = false;
    try {
      var open = socket.orElseThrow();
      open.say(ask);
      begun = true;
      body.ifPresent(open::send);
    } catch (RuntimeException _) {
      coming.close();
      // The node asks its server when it has all of the question.
      return begun && body.isPresent()
          ? new Lost("its line broke while the question was sent", false)
          : new NotSent("its line broke before the question was sent");
    }
    return coming.outcome(patience);
  }

  private void over(boolean whole) {
    answer = Optional.empty();
    if (whole) {
      pool.ifPresent(home -> home.free(this));
    } else {
      cut();
    }
  }

  private LineAnswer expected() {
    return answer.orElseThrow(() -> new IllegalArgumentException("nothing was asked"));
  }

  @Override
  public void said(FromNode message) throws InterruptedException {
    expected().said(message);
  }

  @Override
  public void piece(ByteBuffer bytes) throws InterruptedException {
    expected().piece(bytes);
  }

  @Override
  public void over() {
    pool.ifPresent(home -> home.gone(this));
    try {
      if (answer.isPresent()) {
        answer.get().brokeOff("the line from its node broke");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether its node has said nothing for too long. */
  boolean isSilent() {
    return socket.map(NodeSocket::isSilent).orElse(true);
  }

  /** Ends it at once, and with it what it carries. */
  void cut() {
    socket.ifPresent(NodeSocket::cut);
  }
}
