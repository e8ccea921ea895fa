package dev.godmode.server;

import dev.godmode.control.standby.ControlLease.Seen;
import dev.godmode.control.standby.ControlNode;
import dev.godmode.protocol.api.ControlView;

/** Controls as people see them. */
final class ControlViews {

  private ControlViews() {}

  /**
   * One of them.
   *
   * @param self the one that is asked
   * @param head the journal's last entry, as far as it is known
   */
  static ControlView of(Seen seen, ControlNode self, long head) {
    return new ControlView(
        seen.node().name(),
        seen.holds() ? ControlView.ACTIVE : ControlView.STANDBY,
        seen.node().id().equals(self.id()),
        seen.node().version(),
        seen.position(),
        Math.max(0, head - seen.position()),
        seen.ago());
  }
}
