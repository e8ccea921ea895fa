package dev.godmode.control.roadmap;

import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.Throttle;
import java.util.Optional;

/**
 * A row's {@code demand} and {@code throttle}: objects, so that no other field is taken for them.
 */
final class RowDemand {

  private static final int COUNT_MAX = 1_000_000;
  private static final String OWN = "own";

  private RowDemand() {}

  static Demand demand(RowFields row) {
    return row.inside("demand", RowDemand::read).orElse(Demand.NONE);
  }

  private static Demand read(RowFields fields) {
    var insists = fields.flag("sticky_required");
    var sticky =
        fields
            .text("sticky")
            .map(word -> new Sticky(Optional.of(word).filter(key -> !key.equals(OWN)), insists));
    if (insists.isPresent() && sticky.isEmpty()) {
      fields.problem("'sticky_required' needs 'sticky': a key, or \"own\"");
    }
    return new Demand(
        fields.amount("cores"),
        fields.size("memory", "memory_bytes"),
        fields.number(0, COUNT_MAX, "gpus"),
        fields.size("gpu_memory", "gpu_memory_bytes"),
        fields.text("gpu_model"),
        fields.text("node"),
        sticky);
  }

  static Optional<Throttle> throttle(RowFields row) {
    return row.inside("throttle", RowDemand::limits).flatMap(read -> read);
  }

  private static Optional<Throttle> limits(RowFields fields) {
    var key = fields.name("key");
    if (key.isEmpty()) {
      fields.problem("has no 'key'");
    }
    var most = fields.number(1, COUNT_MAX, "max_running");
    var perMinute = fields.number(1, Throttle.PER_MINUTE_MAX, "per_minute");
    return key.map(word -> new Throttle(word, most, perMinute));
  }
}
