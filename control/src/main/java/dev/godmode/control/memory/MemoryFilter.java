package dev.godmode.control.memory;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which memories may be found.
 *
 * @param scopes all when empty
 * @param tags it has all of these
 * @param from remembered at or after
 * @param to remembered before
 * @param now what has expired is not found
 */
public record MemoryFilter(
    Optional<Set<MemoryScope>> scopes,
    Set<String> tags,
    Optional<Instant> from,
    Optional<Instant> to,
    Instant now) {

  public MemoryFilter {
    scopes = scopes.map(Set::copyOf);
    tags = Set.copyOf(tags);
  }

  /** Everything that has not expired. */
  public static MemoryFilter everything(Instant now) {
    return new MemoryFilter(Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), now);
  }

  public boolean admits(Memory memory) {
    return scopes.stream().allMatch(all -> all.contains(memory.scope()))
        && memory.tags().containsAll(tags)
        && from.stream().noneMatch(memory.from().at()::isBefore)
        && to.stream().allMatch(memory.from().at()::isBefore)
        && !memory.hasExpired(now);
  }
}
