package dev.godmode.server.service;

import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.service.FromNode;
import dev.godmode.protocol.service.ToNode;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The connection on which a node says what it offers. */
final class OfferStream implements NodeSocket.Ear {

  private final NodeServices services;
  private volatile Optional<NodeHome> home = Optional.empty();
  private volatile Optional<NodeSocket> socket = Optional.empty();

  OfferStream(NodeServices services) {
    this.services = services;
  }

  @Override
  public void opened(Node node, NodeSocket open) {
    socket = Optional.of(open);
    var at = services.home(node);
    home = Optional.of(at);
    at.opened(this);
  }

  @Override
  public void said(FromNode message) {
    if (!(message instanceof FromNode.Offered(var offers))) {
      throw new IllegalArgumentException("this is said on a line");
    }
    if (home.orElseThrow().offers(this, offers)) {
      services.changed(home.get());
    }
  }

  @Override
  public void piece(ByteBuffer bytes) {
    throw new IllegalArgumentException("bodies go over lines");
  }

  @Override
  public void over() {
    if (home.isPresent() && home.get().closed(this)) {
      services.changed(home.get());
    }
  }

  /** Asks the node for another line. */
  void wantLine() {
    socket.orElseThrow().say(new ToNode.LineWanted());
  }

  boolean isSilent() {
    return socket.map(NodeSocket::isSilent).orElse(true);
  }

  void cut() {
    socket.ifPresent(NodeSocket::cut);
  }
}
