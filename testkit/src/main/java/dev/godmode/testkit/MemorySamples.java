package dev.godmode.testkit;

import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.Provenance;
import dev.godmode.protocol.task.AttemptKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Memories for tests, each a second younger than the one before by its id. */
public final class MemorySamples {

  public static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private MemorySamples() {}

  /** A memory of the fleet's; the younger the greater its number. */
  public static Memory memory(int number, String text) {
    return memory(number, MemoryScope.FLEET, text);
  }

  public static Memory memory(int number, MemoryScope scope, String text, String... tags) {
    return new Memory(
        id(number),
        scope,
        text,
        List.of(tags),
        new Provenance("ada", Optional.empty(), "", "", "", "", at(number)),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, as an attempt on a node remembered it. */
  public static Memory from(
      Memory memory, Optional<AttemptKey> attempt, String agent, String node) {
    return new Memory(
        memory.id(),
        memory.scope(),
        memory.text(),
        memory.tags(),
        new Provenance("ada", attempt, agent, "", node, "", memory.from().at()),
        memory.expiresAt(),
        memory.promoted());
  }

  public static String id(int number) {
    return "m%05d".formatted(number);
  }

  public static Instant at(int number) {
    return NOON.plusSeconds(number);
  }

  /** The same, forgotten so long after noon. */
  public static Memory until(Memory memory, Duration after) {
    return new Memory(
        memory.id(),
        memory.scope(),
        memory.text(),
        memory.tags(),
        memory.from(),
        Optional.of(NOON.plus(after)),
        memory.promoted());
  }
}
