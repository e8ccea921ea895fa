package dev.godmode.server.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A listening socket. */
public final class OpenPort implements AutoCloseable {

  private static final long BODY_MAX_BYTES = 160L << 20;
  private static final int BACKLOG = 128;

  /**
   * Where it listens.
   *
   * @param what it is called: "API"
   * @param variable by which another port is chosen
   */
  public record Place(String what, String address, int port, String variable) {}

  private final WebServer server;
  private final ScheduledFuture<?> looks;

  private OpenPort(WebServer server, ScheduledFuture<?> looks) {
    this.server = server;
    this.looks = looks;
  }

  /**
   * Opens it.
   *
   * @param watch looks at who is late
   * @param config what is served, to whom is in that lobby
   * @throws PortTaken when it cannot be had
   */
  public static OpenPort at(
      Place place,
      Manners manners,
      ScheduledExecutorService watch,
      Function<Lobby, WebServerConfig.Builder> config) {
    requireFree(place);
    var lobby = new Lobby(manners, System::nanoTime);
    var server =
        config
            .apply(lobby)
            .addProtocol(Http1Config.builder().addReceiveListener(new HeadListener(lobby)).build())
            .host(place.address())
            .port(place.port())
            .shutdownHook(false)
            // Our messages are small and each is waited for: Nagle's algorithm would hold them
            // until the peer's delayed acknowledgement, some 40 ms.
            .connectionOptions(
                new GreetedSockets(
                    SocketOptions.builder().tcpNoDelay(true).build(), lobby::arrived))
            .maxPayloadSize(BODY_MAX_BYTES)
            .build()
            .start();
    if (!server.isRunning()) {
      throw new PortTaken(place, "it could not be opened, the log says why");
    }
    return new OpenPort(
        server,
        watch.scheduleWithFixedDelay(
            lobby::look,
            manners.look().toMillis(),
            manners.look().toMillis(),
            TimeUnit.MILLISECONDS));
  }

  /** Helidon only logs that it could not bind; here it can still be said what to do. */
  private static void requireFree(Place place) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(
          new InetSocketAddress(InetAddress.getByName(place.address()), place.port()), BACKLOG);
    } catch (IOException e) {
      throw new PortTaken(place, String.valueOf(e.getMessage()));
    }
  }

  public int number() {
    return server.port();
  }

  @Override
  public void close() {
    looks.cancel(false);
    server.stop();
  }
}
