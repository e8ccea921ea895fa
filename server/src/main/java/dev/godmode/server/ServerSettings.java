package dev.godmode.server;

import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.memory.VectorsAddress;
import dev.godmode.control.memory.graph.GraphAddress;
import dev.godmode.control.trace.CollectorAddress;
import dev.godmode.protocol.network.TailnetMode;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.network.Network;
import dev.godmode.server.network.TailnetSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a control process is told at its start.
 *
 * @param fleetAddress where the fleet port listens; loopback unless other machines shall join
 * @param workspace empty: the remembered one, or one that is laid down
 * @param databaseUrl empty: the PostgreSQL that comes with the build
 * @param standbyCode how this control gets the fleet's authority, the first time it stands by
 * @param names host names this control is reached by, beside the loopback ones
 * @param userHome the person's home folder
 * @param tailnet how the tailnet is used
 * @param bus the broker that is told what happens
 * @param collector of traces, which is told of what is over
 * @param graph where what memories have to do with each other is kept; empty: in the database
 * @param vectors where what memories mean is kept; empty: in the index of words
 */
public record ServerSettings(
    Path home,
    int apiPort,
    int hudPort,
    int fleetPort,
    String fleetAddress,
    Optional<Path> workspace,
    Optional<String> databaseUrl,
    Optional<JoinCode> standbyCode,
    Set<String> names,
    Path userHome,
    TailnetSettings tailnet,
    Optional<BusAddress> bus,
    Optional<CollectorAddress> collector,
    Optional<GraphAddress> graph,
    Optional<VectorsAddress> vectors) {

  public static final int API_PORT = 5051;
  public static final int HUD_PORT = 5052;
  public static final int FLEET_PORT = 5053;
  public static final String LOOPBACK = "127.0.0.1";

  private static final String PREFIX = "GODMODE_";

  /** Each setting: its flag, and the same as an environment variable. */
  private enum Key {
    HOME,
    API_PORT,
    HUD_PORT,
    FLEET_PORT,
    FLEET_ADDRESS,
    WORKSPACE,
    /** No flag: the URL may hold a password, and arguments can be seen by everybody. */
    DATABASE_URL,
    /** No flag: it is a secret. */
    STANDBY_CODE,
    HOST_NAMES,
    TAILSCALE,
    TAILSCALE_SOCKET,
    TAILNET_PORT,
    SERVE_PORT,
    BUS,
    BUS_TOPIC,
    BUS_KEY,
    OTLP,
    OTLP_KEY,
    GRAPH,
    GRAPH_KEY,
    VECTORS,
    VECTORS_KEY;

    boolean isSecret() {
      return this == DATABASE_URL || this == STANDBY_CODE;
    }

    String variable() {
      return PREFIX + name();
    }

    String flag() {
      return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Settings that cannot be used; all that is wrong with them, one sentence each. */
  public static final class BadSettings extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadSettings(List<String> errors) {
      super(String.join("\n", errors), null, false, false);
    }
  }

  /**
   * Reads flags, and what they do not say from the environment.
   *
   * @param userHome the person's home folder, in which the data lies unless it is said otherwise
   * @throws BadSettings naming everything that is wrong
   */
  public static ServerSettings parse(Map<String, String> env, List<String> args, Path userHome) {
    return new Reader(env, args).read(userHome);
  }

  /** The same on that network. */
  public ServerSettings on(Network network) {
    return new ServerSettings(
        home,
        apiPort,
        hudPort,
        fleetPort,
        network.fleetAddress(),
        workspace,
        databaseUrl,
        standbyCode,
        names,
        userHome,
        tailnet.on(network),
        bus,
        collector,
        graph,
        vectors);
  }

  /** The same for a control that decides nothing yet: people of the tailnet ask the other one. */
  ServerSettings forStandby() {
    return new ServerSettings(
        home,
        apiPort,
        hudPort,
        fleetPort,
        fleetAddress,
        workspace,
        databaseUrl,
        standbyCode,
        names,
        userHome,
        tailnet.withoutPeople(),
        bus,
        collector,
        graph,
        vectors);
  }

  /** By which names and addresses other machines find the fleet port, the most useful first. */
  List<String> fleetHosts() {
    return tailnet.hosts().isEmpty() ? HostNames.reachable(fleetAddress) : tailnet.hosts();
  }

  private static final class Reader {

    private static final List<String> FLAGS =
        Arrays.stream(Key.values()).filter(key -> !key.isSecret()).map(Key::flag).toList();

    private final Map<String, String> values = new HashMap<>();
    private final List<String> errors = new ArrayList<>();

    Reader(Map<String, String> env, List<String> args) {
      for (var key : Key.values()) {
        Optional.ofNullable(env.get(key.variable()))
            .filter(value -> !value.isBlank())
            .ifPresent(value -> values.put(key.name(), value));
      }
      var rest = args.iterator();
      while (rest.hasNext()) {
        take(rest.next(), rest);
      }
    }

    private void take(String flag, Iterator<String> rest) {
      if (!FLAGS.contains(flag)) {
        errors.add("there is no flag %s%s".formatted(flag, Spelling.hint(flag, FLAGS)));
      } else if (!rest.hasNext()) {
        errors.add(flag + " needs a value");
      } else {
        var key = flag.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
        values.put(key, rest.next());
      }
    }

    ServerSettings read(Path userHome) {
      var settings =
          new ServerSettings(
              path(Key.HOME).orElse(userHome.resolve(".godmode")),
              port(Key.API_PORT, ServerSettings.API_PORT),
              port(Key.HUD_PORT, ServerSettings.HUD_PORT),
              port(Key.FLEET_PORT, ServerSettings.FLEET_PORT),
              value(Key.FLEET_ADDRESS).orElse(LOOPBACK),
              path(Key.WORKSPACE),
              value(Key.DATABASE_URL),
              standbyCode(),
              value(Key.HOST_NAMES).map(names -> Set.of(names.split("[,\\s]+"))).orElse(Set.of()),
              userHome,
              new TailnetSettings(
                  tailnetMode(),
                  path(Key.TAILSCALE_SOCKET),
                  List.of(),
                  List.of(),
                  port(Key.TAILNET_PORT, TailnetSettings.PEOPLE_PORT),
                  servePort()),
              bus(),
              collector(),
              graph(),
              vectors());
      requireDistinct(settings);
      requireSharedDatabase(settings);
      if (!errors.isEmpty()) {
        throw new BadSettings(errors);
      }
      return settings;
    }

    private Optional<String> value(Key key) {
      return Optional.ofNullable(values.get(key.name()));
    }

    private Optional<Path> path(Key key) {
      try {
        return value(key).map(text -> Path.of(text).toAbsolutePath().normalize());
      } catch (InvalidPathException e) {
        errors.add("%s is no path: %s".formatted(key.variable(), e.getMessage()));
        return Optional.empty();
      }
    }

    private Optional<TailnetMode> tailnetMode() {
      try {
        return value(Key.TAILSCALE).map(TailnetMode::parse);
      } catch (IllegalArgumentException e) {
        errors.add(String.valueOf(e.getMessage()));
        return Optional.empty();
      }
    }

    private Optional<JoinCode> standbyCode() {
      try {
        return value(Key.STANDBY_CODE).map(code -> JoinCode.parse(JoinCode.Kind.STANDBY, code));
      } catch (IllegalArgumentException e) {
        errors.add(String.valueOf(e.getMessage()));
        return Optional.empty();
      }
    }

    private Optional<BusAddress> bus() {
      return address(
          Key.BUS,
          url -> BusAddress.parse(url, value(Key.BUS_TOPIC), value(Key.BUS_KEY)),
          Key.BUS_TOPIC,
          Key.BUS_KEY);
    }

    private Optional<CollectorAddress> collector() {
      return address(
          Key.OTLP, url -> CollectorAddress.parse(url, value(Key.OTLP_KEY)), Key.OTLP_KEY);
    }

    private Optional<GraphAddress> graph() {
      return address(
          Key.GRAPH, url -> GraphAddress.parse(url, value(Key.GRAPH_KEY)), Key.GRAPH_KEY);
    }

    private Optional<VectorsAddress> vectors() {
      return address(
          Key.VECTORS, url -> VectorsAddress.parse(url, value(Key.VECTORS_KEY)), Key.VECTORS_KEY);
    }

    /** A server's address; the other settings say more about it. */
    private <T> Optional<T> address(Key named, Function<String, T> parser, Key... others) {
      if (value(named).isEmpty()) {
        Stream.of(others)
            .filter(key -> value(key).isPresent())
            .forEach(key -> errors.add(key.variable() + " is nothing without " + named.variable()));
      }
      try {
        return value(named).map(parser);
      } catch (IllegalArgumentException e) {
        errors.add(named.variable() + ": " + e.getMessage());
        return Optional.empty();
      }
    }

    private void requireSharedDatabase(ServerSettings settings) {
      if (settings.standbyCode().isPresent() && settings.databaseUrl().isEmpty()) {
        errors.add(
            "a standby needs GODMODE_DATABASE_URL: the PostgreSQL that both controls stand on");
      }
    }

    private int port(Key key, int usual) {
      var text = value(key).orElse(Integer.toString(usual));
      if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
        return Integer.parseInt(text);
      }
      errors.add("%s must be a port from 0 to 65535, was '%s'".formatted(key.variable(), text));
      return 0;
    }

    private OptionalInt servePort() {
      return value(Key.SERVE_PORT).isPresent()
          ? OptionalInt.of(port(Key.SERVE_PORT, 0))
          : OptionalInt.empty();
    }

    private void requireDistinct(ServerSettings settings) {
      var tailnet = settings.tailnet();
      var ports =
          IntStream.concat(
                  IntStream.of(
                      settings.apiPort(),
                      settings.hudPort(),
                      settings.fleetPort(),
                      tailnet.peoplePort()),
                  tailnet.servePort().stream())
              .boxed()
              .toList();
      var fixed = ports.stream().filter(port -> port != 0).toList();
      if (fixed.stream().distinct().count() < fixed.size()) {
        errors.add(
            "the API, the HUD, the fleet, people on the tailnet and 'tailscale serve' need a port"
                + " each, were "
                + ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
      }
    }
  }
}
