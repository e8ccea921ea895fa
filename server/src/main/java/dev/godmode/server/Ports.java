package dev.godmode.server;

import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.http.Routing;
import dev.godmode.server.identity.Authority;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The listening sockets. */
final class Ports implements AutoCloseable {

  private static final long BODY_MAX_BYTES = 160L << 20;
  private static final int BACKLOG = 128;

  private final Routing routes;
  private final Routing fleetRoutes;
  private final Supplier<WsListener> streams;
  private final Authority authority;
  private final List<WebServer> open = new ArrayList<>();

  Ports(Routing routes, Routing fleetRoutes, Supplier<WsListener> streams, Authority authority) {
    this.routes = routes;
    this.fleetRoutes = fleetRoutes;
    this.streams = streams;
    this.authority = authority;
  }

  /** Opens all three, or none. */
  void open(ServerSettings settings) {
    try {
      open("API", ServerSettings.LOOPBACK, settings.apiPort(), "GODMODE_API_PORT", forPeople());
      open("HUD", ServerSettings.LOOPBACK, settings.hudPort(), "GODMODE_HUD_PORT", forPeople());
      open(
          "fleet",
          settings.fleetAddress(),
          settings.fleetPort(),
          "GODMODE_FLEET_PORT",
          forWorkers());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  int api() {
    return open.get(0).port();
  }

  int hud() {
    return open.get(1).port();
  }

  int fleet() {
    return open.get(2).port();
  }

  private void open(
      String what, String address, int port, String variable, WebServerConfig.Builder config) {
    requireFree(what, address, port, variable);
    var server =
        config
            .host(address)
            .port(port)
            .shutdownHook(false)
            // Our messages are small and each is waited for: Nagle's algorithm would hold them
            // until the peer's delayed acknowledgement, some 40 ms.
            .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
            .maxPayloadSize(BODY_MAX_BYTES)
            .build()
            .start();
    if (!server.isRunning()) {
      throw new PortTaken(
          what, address, port, variable, "it could not be opened, the log says why");
    }
    open.add(server);
  }

  /** Helidon only logs that it could not bind; here it can still be said what to do. */
  private static void requireFree(String what, String address, int port, String variable) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(address), port), BACKLOG);
    } catch (IOException e) {
      throw new PortTaken(what, address, port, variable, String.valueOf(e.getMessage()));
    }
  }

  private WebServerConfig.Builder forPeople() {
    return WebServer.builder().routing(routes.build());
  }

  private WebServerConfig.Builder forWorkers() {
    var server = authority.server();
    return WebServer.builder()
        .tls(
            Tls.builder()
                .privateKey(server.key())
                .addPrivateKeyCertChain(server.certificate())
                .addPrivateKeyCertChain(authority.certificate())
                .addTrust(authority.certificate())
                .clientAuth(TlsClientAuth.OPTIONAL)
                .endpointIdentificationAlgorithm(Tls.ENDPOINT_IDENTIFICATION_NONE)
                .addEnabledProtocol("TLSv1.3")
                .build())
        .addProtocol(WsConfig.builder().maxFrameLength(StreamProtocol.FRAME_MAX_BYTES).build())
        .routing(fleetRoutes.build())
        .addRouting(WsRouting.builder().endpoint(StreamProtocol.PATH, streams));
  }

  @Override
  public void close() {
    open.forEach(WebServer::stop);
    open.clear();
  }
}
