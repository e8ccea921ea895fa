package dev.godmode.testkit;

import dev.godmode.control.outbox.OutboxPositions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Positions that last as long as the test. */
public final class InMemoryOutboxPositions implements OutboxPositions {

  private final Map<String, Long> positions = new ConcurrentHashMap<>();

  @Override
  public OptionalLong position(String bus) {
    return Optional.ofNullable(positions.get(bus))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  @Override
  public void advance(String bus, long sequence) {
    positions.merge(bus, sequence, Math::max);
  }
}
