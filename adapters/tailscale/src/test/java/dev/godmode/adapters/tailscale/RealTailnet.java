package dev.godmode.adapters.tailscale;

import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.testkit.contract.TailnetContract;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The contract, on a real tailscaled. Its name keeps it out of the usual tests: {@code
 * scripts/real/tailscale.sh} starts the daemons, and then this by name.
 */
class RealTailnet extends TailnetContract {

  private static String given(String name) {
    return Optional.ofNullable(System.getenv(name))
        .orElseThrow(() -> new IllegalStateException("scripts/real/tailscale.sh sets " + name));
  }

  @Override
  protected Tailnet tailnet() {
    return new LocalTailnet(Optional.of(Path.of(given("GODMODE_TAILSCALE_SOCKET"))));
  }

  @Override
  protected InetAddress member() {
    return InetAddress.ofLiteral(given("PROOF_MEMBER"));
  }

  @Override
  protected String loginOfMember() {
    return given("PROOF_LOGIN");
  }

  @Override
  protected InetAddress outsider() {
    return InetAddress.ofLiteral(given("PROOF_OUTSIDER"));
  }
}
