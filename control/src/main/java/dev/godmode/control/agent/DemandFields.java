package dev.godmode.control.agent;

import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.text.Quantities;
import java.util.Optional;
import java.util.Set;

/** What an agent asks of its nodes, as its profile says it. */
final class DemandFields {

  static final Set<String> KEYS =
      Set.of(
          "cores",
          "memory",
          "gpus",
          "gpu_memory",
          "gpu_model",
          "node",
          "sticky",
          "sticky_required");

  private static final String OWN = "own";

  private DemandFields() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when its parts do not go together; the message says why
   */
  static Demand read(YamlFields fields) {
    var insists = fields.read("sticky_required", DemandFields::truth);
    var sticky =
        fields
            .text("sticky")
            .map(word -> new Sticky(Optional.of(word).filter(key -> !key.equals(OWN)), insists));
    if (insists.isPresent() && sticky.isEmpty()) {
      throw new IllegalArgumentException(
          "'sticky_required' needs 'sticky': a key, or own for the node of the attempt before");
    }
    return new Demand(
        fields.read("cores", DemandFields::number),
        fields.read("memory", Quantities::bytes),
        fields.read("gpus", DemandFields::count),
        fields.read("gpu_memory", Quantities::bytes),
        fields.text("gpu_model"),
        fields.text("node"),
        sticky);
  }

  private static double number(String text) {
    if (!text.matches("\\d{1,6}(\\.\\d{1,6})?")) {
      throw new IllegalArgumentException("is a number like 2 or 0.5, was '%s'".formatted(text));
    }
    return Double.parseDouble(text);
  }

  private static int count(String text) {
    if (!text.matches("\\d{1,6}")) {
      throw new IllegalArgumentException("is a whole number from 0, was '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is true or false, was '%s'".formatted(text));
    };
  }
}
