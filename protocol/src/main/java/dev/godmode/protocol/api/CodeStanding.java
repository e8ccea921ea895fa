package dev.godmode.protocol.api;

import java.util.Optional;

/**
 * How a node stands to a code that the fleet shares.
 *
 * @param code its name
 * @param named the commit that control names for this node
 * @param trial whether others have another one still
 * @param held the commit that it has
 * @param trouble why that is another one, when it is not a matter of time
 */
public record CodeStanding(
    String code,
    String named,
    boolean trial,
    Optional<String> held,
    Drift drift,
    Optional<String> trouble) {

  /** Whether what it has is what control names. */
  public enum Drift {
    NONE,
    /** It is on its way. */
    PULLING,
    /** It cannot get there. */
    BEHIND,
    /** Somebody changed its files: they stay as they are until a person has looked. */
    DIRTY,
    /** The node has not said, or holds no code. */
    UNKNOWN
  }
}
