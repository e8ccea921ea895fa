package dev.godmode.server.network;

import dev.godmode.control.access.ProvenIdentity.TailnetUser;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The port for {@code tailscale serve}, which says by headers whom it serves: it removes them from
 * what comes, and sets its own (https://tailscale.com/kb/1312/serve#identity-headers). The port is
 * on loopback, and off unless a person wants it, for any program of this machine could set them
 * too.
 */
final class ServeDoorstep implements Doorstep {

  private static final String LOGIN = "Tailscale-User-Login";
  private static final String FUNNEL = "Tailscale-Funnel-Request";

  /** Serve does not say by which machine they come. */
  private static final String MACHINE = "tailscale serve";

  @Override
  public Optional<String> objection(Approach approach) {
    if (!approach.peer().getAddress().isLoopbackAddress()) {
      return Optional.of("this port is for 'tailscale serve' on this machine");
    }
    return approach.headers().apply(FUNNEL).isEmpty()
        ? Optional.empty()
        : Optional.of(
            "control is not for the open internet: switch it off with 'tailscale funnel reset'");
  }

  @Override
  public Introduced introduce(Approach approach) {
    var logins = approach.headers().apply(LOGIN);
    if (logins.isEmpty()) {
      return new Introduced.Nobody(
          "'tailscale serve' does not say whose machine you come from; it never does of a tagged one");
    }
    return isOne(logins)
        ? new Introduced.As(
            new TailnetUser(logins.getFirst().strip().toLowerCase(Locale.ROOT), MACHINE))
        : new Introduced.Nobody(
            "it must come by 'tailscale serve' alone, which says once who you are");
  }

  /** Of several values, or a list in one, whoever was before serve has written some. */
  private static boolean isOne(List<String> values) {
    return values.size() == 1
        && !values.getFirst().isBlank()
        && !values.getFirst().contains(",")
        && values.getFirst().strip().matches("[\\x21-\\x7e]+");
  }
}
