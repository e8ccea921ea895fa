package dev.godmode.server.network;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.protocol.network.TailnetMode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The network that control is on, found out once at its start.
 *
 * @param fleetAddress where the fleet port listens
 * @param hosts by which other machines find it, address and name, for the name stays when the
 *     address does not; empty: by where it listens
 * @param people where the port for people listens; empty while there is none
 * @param userspace whether tailscaled hands connections on by loopback
 */
public record Network(
    Tailnet tailnet,
    TailnetMode mode,
    String fleetAddress,
    List<String> hosts,
    List<String> people,
    boolean userspace) {

  private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  public Network {
    hosts = List.copyOf(hosts);
    people = List.copyOf(people);
  }

  /** It cannot be used as it is wished; the message says what to do. */
  public static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unusable(String message) {
      super(message, null, false, false);
    }
  }

  /** Without a tailnet. */
  public static Network plain(Tailnet tailnet, String fleetAddress) {
    return new Network(tailnet, TailnetMode.OFF, fleetAddress, List.of(), List.of(), false);
  }

  /**
   * The tailnet's, as soon as this machine is connected to it.
   *
   * @param loopback where to listen when tailscaled hands connections on to this machine itself
   * @throws Unusable when it is not and what that takes is a person
   */
  public static Network onTailnet(
      Tailnet tailnet, TailnetMode mode, String loopback, LongSupplier nanos) {
    return switch (settled(tailnet, nanos)) {
      case Standing.Running running -> {
        var addresses =
            running.userspace()
                ? List.of(loopback)
                : running.self().addresses().stream().map(InetAddress::getHostAddress).toList();
        yield new Network(
            tailnet,
            mode,
            addresses.getFirst(),
            List.of(running.self().address().getHostAddress(), running.self().name()),
            mode == TailnetMode.PEOPLE ? addresses : List.of(),
            running.userspace());
      }
      case Standing.LoggedOut(_, var expired) -> throw loggedOut(tailnet, expired);
      case Standing other -> throw new Unusable(TailnetAdvice.of(other) + without());
    };
  }

  /** After a machine's boot tailscaled may need a moment. */
  private static Standing settled(Tailnet tailnet, LongSupplier nanos) {
    var until = nanos.getAsLong() + CONNECTS_WITHIN.toNanos();
    var standing = tailnet.standing();
    while (standing instanceof Standing.Starting && nanos.getAsLong() < until) {
      try {
        TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return standing;
      }
      standing = tailnet.standing();
    }
    return standing;
  }

  /** All that can be done for a person who must log in is to get them the link. */
  private static Unusable loggedOut(Tailnet tailnet, boolean expired) {
    tailnet.beginLogin();
    var advice = TailnetAdvice.of(new Standing.LoggedOut(Optional.empty(), expired));
    var link =
        tailnet.standing() instanceof Standing.LoggedOut(var found, _)
            ? found.map(there -> ", or open " + there)
            : Optional.<String>empty();
    return new Unusable(advice + link.orElse("") + without());
  }

  private static String without() {
    return ". Then ./gmup again; without the tailnet: ./gmup --tailscale off";
  }

  public Doorsteps doorsteps() {
    return switch (mode) {
      case OFF -> Doorsteps.off(tailnet);
      case FLEET, PEOPLE -> Doorsteps.on(tailnet, userspace);
    };
  }
}
