package dev.godmode.server.secret;

import dev.godmode.control.access.Right;
import dev.godmode.control.credential.Leases;

/** Why somebody may not use something named, and the very line that would allow it. */
public final class GrantAdvice {

  private GrantAdvice() {}

  /** For whoever asks "gm task why". */
  public static String words(Leases.Live live, Right.Named right, String why) {
    var stream = live.stream().isEmpty() ? "" : ", stream: " + live.stream();
    return why.startsWith("line ")
        ? "agent:%s may not %s on %s: %s of policy.yaml forbids it: change that line"
            .formatted(live.agent(), right.meaning(), live.nodeName(), why)
        : "agent:%s may not %s: no line of policy.yaml allows it. Add under allow: - {who: agent:%s, may: %s%s}"
            .formatted(live.agent(), right.meaning(), live.agent(), right.word(), stream);
  }
}
