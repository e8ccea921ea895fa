package dev.godmode.server.http;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.function.BooleanSupplier;

/**
 * Says when the memory for tasks is used up, so that new ones are refused before the process
 * chokes: what the last collection of the oldest generation could not free.
 */
public final class HeapGuard {

  private static final double FULL = 0.85;

  private final BooleanSupplier full;

  public HeapGuard(BooleanSupplier full) {
    this.full = full;
  }

  /** Watches this process. */
  public static HeapGuard ofThisProcess() {
    var oldest =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .filter(pool -> pool.getUsage().getMax() > 0)
            .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()));
    oldest.ifPresent(
        pool -> pool.setCollectionUsageThreshold((long) (pool.getUsage().getMax() * FULL)));
    return new HeapGuard(
        () -> oldest.filter(MemoryPoolMXBean::isCollectionUsageThresholdExceeded).isPresent());
  }

  /**
   * Lets go on while there is room.
   *
   * @throws Refusal 429 when there is none
   */
  public void requireRoom() {
    if (full.getAsBoolean()) {
      throw Refusal.full(
          "control holds as many tasks as its memory of %d MiB allows; wait until some have ended, or start it with more: GODMODE_CONTROL_MEMORY=2g ./gmup"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
    }
  }
}
