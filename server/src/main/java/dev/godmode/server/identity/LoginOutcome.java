package dev.godmode.server.identity;

import dev.godmode.control.access.ProvenIdentity;
import dev.godmode.control.access.Roll;
import java.time.Duration;

/** What came of a login. */
public sealed interface LoginOutcome {

  /**
   * Somebody is let in.
   *
   * @param line what lets them in
   * @param counts for how long
   */
  record In(ProvenIdentity identity, Roll.Line line, Duration counts) implements LoginOutcome {}

  /**
   * Somebody vouches for them, and no line lets them in.
   *
   * @param why what the owner must do
   */
  record Unlisted(ProvenIdentity identity, String why) implements LoginOutcome {}

  /** Nobody was proven to be anybody, in words for whoever tried. */
  record Failed(String why) implements LoginOutcome {}

  /** The person has not said yes yet; ask again after a while. */
  record Pending(Duration every) implements LoginOutcome {}
}
