package dev.godmode.server.network;

import dev.godmode.protocol.network.TailnetMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How control uses the tailnet.
 *
 * @param mode empty: as it was the last time
 * @param socket of tailscaled; empty: where it usually is
 * @param hosts by which machines of the tailnet find this one; empty while it is not used
 */
public record TailnetSettings(
    Optional<TailnetMode> mode, Optional<Path> socket, List<String> hosts) {

  public TailnetSettings {
    hosts = List.copyOf(hosts);
  }
}
