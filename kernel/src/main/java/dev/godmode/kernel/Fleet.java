package dev.godmode.kernel;

import dev.godmode.protocol.task.AgentProfile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for the fleet as a whole.
 *
 * @param stopped why it is stopped; empty while it is not
 * @param lastFence the greatest fence ever given
 * @param agents profiles by type
 * @param joinCodes hashes of the secrets of unused join codes, with their expiry
 */
public record Fleet(
    Optional<String> stopped,
    boolean autopilot,
    long lastFence,
    Map<String, AgentProfile> agents,
    Map<String, Instant> joinCodes) {

  public static final Fleet EMPTY = new Fleet(Optional.empty(), true, 0, Map.of(), Map.of());

  public Fleet {
    agents = Map.copyOf(agents);
    joinCodes = Map.copyOf(joinCodes);
  }
}
