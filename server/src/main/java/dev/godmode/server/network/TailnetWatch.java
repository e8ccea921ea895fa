package dev.godmode.server.network;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Lock;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.network.TailnetMode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Looks again and again how this machine stands on its tailnet. */
public final class TailnetWatch {

  /** A key that runs out so soon is spoken of. */
  static final Duration EXPIRES_SOON = Duration.ofDays(14);

  private final Network network;
  private final InstantSource clock;
  private volatile Standing last;

  public TailnetWatch(Network network, InstantSource clock) {
    this.network = network;
    this.clock = clock;
    this.last = network.tailnet().standing();
  }

  /** One look. */
  public void runOnce() {
    last = network.tailnet().standing();
  }

  public TailnetMode mode() {
    return network.mode();
  }

  Standing standing() {
    return last;
  }

  /** A part of control's health; empty while the tailnet is not used. */
  public Optional<Component> component() {
    return network.mode() == TailnetMode.OFF
        ? Optional.empty()
        : Optional.of(new Component("tailnet", isWell(), detail()));
  }

  /** That people come in by it; empty while they do not. */
  public Optional<Component> people() {
    return network.mode() == TailnetMode.PEOPLE
        ? Optional.of(
            new Component(
                "people", true, "come in by the tailnet too, as whom tailscaled says they are"))
        : Optional.empty();
  }

  private boolean isWell() {
    return last instanceof Standing.Running running
        && running.lock() != Lock.UNSIGNED
        && hasMovedTo(running).isEmpty();
  }

  /** How it stands, in words; never with the link that logs this machine in. */
  public String detail() {
    if (!(last instanceof Standing.Running running)) {
      return TailnetAdvice.of(last);
    }
    return hasMovedTo(running)
        .map(
            address ->
                ("this machine's address on the tailnet is %s now, and the fleet port listens on %s:"
                        + " 'gm down && ./gmup' moves it, and './gmup --control %s:PORT' tells workers"
                        + " that do not find it")
                    .formatted(
                        address.getHostAddress(), network.fleetAddress(), address.getHostAddress()))
        .orElseGet(() -> TailnetAdvice.of(running) + expiry(running));
  }

  private Optional<InetAddress> hasMovedTo(Standing.Running running) {
    return network.mode() == TailnetMode.OFF || running.userspace() || isStillThere(running)
        ? Optional.empty()
        : Optional.of(running.self().address());
  }

  private boolean isStillThere(Standing.Running running) {
    return running.self().addresses().stream()
        .anyMatch(address -> address.getHostAddress().equals(network.fleetAddress()));
  }

  private String expiry(Standing.Running running) {
    return running
        .self()
        .keyExpires()
        .map(end -> ChronoUnit.DAYS.between(clock.instant(), end))
        .filter(days -> days < EXPIRES_SOON.toDays())
        .map(
            days ->
                "; its key runs out in %d days: 'tailscale up --force-reauth', or disable key expiry"
                    .formatted(Math.max(0, days)))
        .orElse("");
  }
}
