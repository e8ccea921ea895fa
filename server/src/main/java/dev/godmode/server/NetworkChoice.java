package dev.godmode.server;

import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.protocol.network.TailnetMode;
import dev.godmode.server.identity.PrivateFile;
import dev.godmode.server.network.Network;
import java.util.function.LongSupplier;

/**
 * How this control uses the tailnet: chosen once, and remembered. A control that was kept to its
 * tailnet must not be open to other networks because somebody left a flag out.
 */
record NetworkChoice(TailnetMode mode) {

  static NetworkChoice of(ServerSettings settings) {
    var file = new PrivateFile(settings.home().resolve("control/tailscale"));
    var asked = settings.tailnet().mode();
    asked.ifPresent(mode -> file.write(mode.word() + "\n"));
    return new NetworkChoice(
        asked
            .or(() -> file.read().map(String::strip).map(TailnetMode::parse))
            .orElse(TailnetMode.OFF));
  }

  /**
   * Finds the network.
   *
   * @throws Network.Unusable when it cannot be used now; the message says what to do
   */
  Network enter(ServerSettings settings, Tailnet tailnet, LongSupplier nanos) {
    return switch (mode) {
      case OFF -> {
        requireNoServe(settings);
        yield Network.plain(tailnet, settings.fleetAddress());
      }
      case FLEET, PEOPLE -> {
        requireNoOther(settings);
        yield Network.onTailnet(tailnet, mode, ServerSettings.LOOPBACK, nanos);
      }
    };
  }

  private static void requireNoServe(ServerSettings settings) {
    if (settings.tailnet().servePort().isPresent()) {
      throw new Network.Unusable(
          "GODMODE_SERVE_PORT is for 'tailscale serve', and control does not use the tailnet: unset"
              + " it, or ./gmup --tailscale");
    }
  }

  private static void requireNoOther(ServerSettings settings) {
    if (!settings.fleetAddress().equals(ServerSettings.LOOPBACK)) {
      throw new Network.Unusable(
          ("the fleet port is for the tailnet, and GODMODE_FLEET_ADDRESS says %s: unset it, or leave"
                  + " the tailnet with ./gmup --tailscale off")
              .formatted(settings.fleetAddress()));
    }
  }
}
