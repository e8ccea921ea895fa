package dev.godmode.worker.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Servers of models that attempts of this machine run. Each is given a port of loopback, and is
 * looked for there and offered under its name as long as it has that.
 */
public final class OwnServers {

  private static final int PICKS_MAX = 100;

  /** A port of a server; closed when its program has ended. */
  public final class Berth implements AutoCloseable {

    private final Optional<ModelPlace> place;

    private Berth(Optional<ModelPlace> place) {
      this.place = place;
    }

    /** Empty for a program that is no server of models. */
    public Optional<Integer> port() {
      return place.map(own -> own.address().getPort());
    }

    @Override
    public void close() {
      place.ifPresent(
          own -> {
            places.remove(own.name(), own);
            changed.run();
          });
    }
  }

  private final Map<String, ModelPlace> places = new ConcurrentHashMap<>();
  private volatile Runnable changed = () -> {};

  /**
   * Gives a program its port.
   *
   * @param name as the server is called
   * @param models that it has; none when it is no server, which gets no port then
   * @throws IOException in words for people, when there is no port
   */
  public Berth open(String name, List<String> models) throws IOException {
    if (models.isEmpty()) {
      return new Berth(Optional.empty());
    }
    var place =
        new ModelPlace(name, URI.create("http://127.0.0.1:%d/v1".formatted(freePort())), models);
    places.put(name, place);
    changed.run();
    return new Berth(Optional.of(place));
  }

  /** One that nobody listens on, and that was not given to another whose program is not up yet. */
  private int freePort() throws IOException {
    for (var pick = 0; pick < PICKS_MAX; pick++) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var port = socket.getLocalPort();
        if (places.values().stream().noneMatch(own -> own.address().getPort() == port)) {
          return port;
        }
      }
    }
    throw new IOException("no port of this machine is free for it");
  }

  /** All of them, by name. */
  List<ModelPlace> all() {
    return places.values().stream()
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .toList();
  }

  /** Told from now on when there is another one, or one less. */
  void whenChanged(Runnable told) {
    changed = told;
  }
}
