package dev.godmode.server.fleet;

import dev.godmode.protocol.stream.StreamProtocol;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.util.function.Supplier;

/** Turns workers away, and says whom to ask: this control does not decide. */
public final class StandbyStream implements WsListener {

  private final Supplier<String> whomToAsk;

  /**
   * A listener for one connection.
   *
   * @param whomToAsk "stands by for forge (10.0.0.1:5053)"; only members are told
   */
  public StandbyStream(Supplier<String> whomToAsk) {
    this.whomToAsk = whomToAsk;
  }

  @Override
  public void onOpen(WsSession session) {
    var isMember = session.socketContext().remotePeer().tlsCertificates().isPresent();
    var words = isMember ? whomToAsk.get() : "this control stands by";
    session.close(StreamProtocol.NOT_IN_CHARGE, StreamProtocol.closeReason(words));
  }
}
