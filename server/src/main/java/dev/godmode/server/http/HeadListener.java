package dev.godmode.server.http;

import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Tells a lobby of each request whose head is whole.
 *
 * @param lobby of the port
 */
public record HeadListener(Lobby lobby) implements Http1ConnectionListener {

  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    lobby.heard(connection.remotePeer().address());
  }
}
