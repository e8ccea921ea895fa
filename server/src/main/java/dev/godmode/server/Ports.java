package dev.godmode.server;

import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.http.Lobby;
import dev.godmode.server.http.LongStream;
import dev.godmode.server.http.Manners;
import dev.godmode.server.http.OpenPort;
import dev.godmode.server.http.Routing;
import dev.godmode.server.identity.Authority;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/** The listening sockets. */
final class Ports implements AutoCloseable {

  /**
   * What is served where.
   *
   * @param people on loopback: the API, and the HUD
   * @param tailnet for people, on the tailnet; empty when they do not come in there
   * @param serve for people by {@code tailscale serve}; empty when they do not come so
   * @param fleet for workers
   */
  record Served(
      Routing people, Optional<Routing> tailnet, Optional<Routing> serve, Routing fleet) {}

  /** Ports by what they are for. */
  private enum Door {
    API,
    HUD,
    FLEET,
    TAILNET,
    SERVE
  }

  private final Served served;
  private final Map<String, Supplier<WsListener>> streams;
  private final Authority authority;
  private final Manners manners;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("lobbies").daemon().factory());
  private final List<OpenPort> open = new ArrayList<>();
  private final Map<Door, Integer> numbers = new EnumMap<>(Door.class);

  /**
   * None is open yet.
   *
   * @param streams that workers open, by their path
   */
  Ports(
      Served served,
      Map<String, Supplier<WsListener>> streams,
      Authority authority,
      Manners manners) {
    this.served = served;
    this.streams = streams;
    this.authority = authority;
    this.manners = manners;
  }

  /** Opens all, or none. */
  void open(ServerSettings settings) {
    try {
      open(Door.API, ServerSettings.LOOPBACK, settings.apiPort(), forPeople(served.people()));
      open(Door.HUD, ServerSettings.LOOPBACK, settings.hudPort(), forPeople(served.people()));
      open(Door.FLEET, settings.fleetAddress(), settings.fleetPort(), this::forWorkers);
      var tailnet = settings.tailnet();
      for (var address : tailnet.people()) {
        open(
            Door.TAILNET,
            address,
            number(Door.TAILNET).orElse(tailnet.peoplePort()),
            forPeople(served.tailnet().orElseThrow()));
      }
      if (tailnet.servePort().isPresent()) {
        open(
            Door.SERVE,
            ServerSettings.LOOPBACK,
            tailnet.servePort().getAsInt(),
            forPeople(served.serve().orElseThrow()));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  int api() {
    return number(Door.API).orElseThrow();
  }

  int hud() {
    return number(Door.HUD).orElseThrow();
  }

  int fleet() {
    return number(Door.FLEET).orElseThrow();
  }

  /** Of the people of the tailnet; empty when it is not open. */
  OptionalInt tailnet() {
    return number(Door.TAILNET);
  }

  /** Of {@code tailscale serve}; empty when it is not open. */
  OptionalInt serve() {
    return number(Door.SERVE);
  }

  private OptionalInt number(Door door) {
    return Optional.ofNullable(numbers.get(door)).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static String what(Door door) {
    return switch (door) {
      case API -> "API";
      case HUD -> "HUD";
      case FLEET -> "fleet";
      case TAILNET -> "tailnet";
      case SERVE -> "serve";
    };
  }

  private void open(
      Door door, String address, int port, Function<Lobby, WebServerConfig.Builder> config) {
    var place = new OpenPort.Place(what(door), address, port, "GODMODE_%s_PORT".formatted(door));
    var opened =
        OpenPort.at(place, door == Door.FLEET ? manners.forFleet() : manners, watch, config);
    open.add(opened);
    numbers.put(door, opened.number());
  }

  private static Function<Lobby, WebServerConfig.Builder> forPeople(Routing routes) {
    return lobby -> WebServer.builder().routing(routes.build(lobby));
  }

  private WebServerConfig.Builder forWorkers(Lobby lobby) {
    return WebServer.builder()
        .tls(
            Tls.builder()
                .sslContext(authority.tls())
                .clientAuth(TlsClientAuth.OPTIONAL)
                .endpointIdentificationAlgorithm(Tls.ENDPOINT_IDENTIFICATION_NONE)
                .addEnabledProtocol("TLSv1.3")
                .build())
        .addProtocol(WsConfig.builder().maxFrameLength(StreamProtocol.FRAME_MAX_BYTES).build())
        .routing(served.fleet().build(lobby))
        .addRouting(streams(lobby));
  }

  private WsRouting.Builder streams(Lobby lobby) {
    var routing = WsRouting.builder();
    streams.forEach(
        (path, stream) -> routing.endpoint(path, () -> new LongStream(stream.get(), lobby)));
    return routing;
  }

  @Override
  public void close() {
    watch.shutdownNow();
    open.forEach(OpenPort::close);
    open.clear();
    numbers.clear();
  }
}
