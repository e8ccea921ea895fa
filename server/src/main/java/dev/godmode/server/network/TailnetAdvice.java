package dev.godmode.server.network;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Lock;
import java.net.InetAddress;
import java.util.stream.Collectors;

/** Says how this machine stands on its tailnet, and what to do about it. */
final class TailnetAdvice {

  private TailnetAdvice() {}

  static String of(Standing standing) {
    return switch (standing) {
      case Standing.Absent(var why) ->
          why
              + ". Install Tailscale (https://tailscale.com/download) and start it; a socket elsewhere"
              + " is named by GODMODE_TAILSCALE_SOCKET";
      case Standing.Stopped _ -> "Tailscale is switched off on this machine: run 'tailscale up'";
      case Standing.LoggedOut(_, var expired) ->
          expired
              ? "this machine's key for the tailnet ran out: run 'tailscale up --force-reauth'; for a"
                  + " server, disable key expiry in the tailnet's admin console"
              : "this machine is logged out of the tailnet: run 'tailscale up'";
      case Standing.Unapproved _ ->
          "this machine waits for approval: an administrator of the tailnet approves it in the admin"
              + " console, under Machines";
      case Standing.Starting _ ->
          "Tailscale is about to connect; if that takes long, 'tailscale status' says why";
      case Standing.Running running -> running(running);
    };
  }

  private static String running(Standing.Running running) {
    var self = running.self();
    var words =
        "%s, %s"
            .formatted(
                self.name(),
                self.addresses().stream()
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", ")));
    return running.lock() == Lock.UNSIGNED
        ? words
            + "; tailnet lock is on and has not signed this machine's key, so nobody talks to it: run"
            + " 'tailscale lock status' here, and 'tailscale lock sign' on a trusted machine"
        : words;
  }
}
