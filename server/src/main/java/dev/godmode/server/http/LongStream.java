package dev.godmode.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import io.helidon.websocket.WsUpgradeException;
import java.util.Optional;

/**
 * A stream that a lobby waits for no more: its request was answered by what it became.
 *
 * @param heard who listens to it
 */
public record LongStream(WsListener heard, Lobby lobby) implements WsListener {

  @Override
  public void onOpen(WsSession session) {
    lobby.heard(session.socketContext().remotePeer().address());
    heard.onOpen(session);
  }

  @Override
  public void onMessage(WsSession session, String text, boolean last) {
    heard.onMessage(session, text, last);
  }

  @Override
  public void onMessage(WsSession session, BufferData bytes, boolean last) {
    heard.onMessage(session, bytes, last);
  }

  @Override
  public void onPing(WsSession session, BufferData words) {
    heard.onPing(session, words);
  }

  @Override
  public void onPong(WsSession session, BufferData words) {
    heard.onPong(session, words);
  }

  @Override
  public void onClose(WsSession session, int status, String reason) {
    heard.onClose(session, status, reason);
  }

  @Override
  public void onError(WsSession session, Throwable fault) {
    heard.onError(session, fault);
  }

  @Override
  public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers)
      throws WsUpgradeException {
    return heard.onHttpUpgrade(prologue, headers);
  }
}
