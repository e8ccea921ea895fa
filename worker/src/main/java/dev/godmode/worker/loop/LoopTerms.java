package dev.godmode.worker.loop;

import dev.godmode.protocol.task.DriverTerms.Permissions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What its worker tells it by variables.
 *
 * @param model empty for whichever there is
 * @param memory a folder that lasts from one attempt of a task to the next
 */
public record LoopTerms(Optional<String> model, Permissions permissions, Path memory) {

  private static final String MODEL = "GODMODE_LOOP_MODEL";
  private static final String PERMISSIONS = "GODMODE_LOOP_PERMISSIONS";
  private static final String MEMORY = "GODMODE_LOOP_MEMORY";

  static LoopTerms of(Map<String, String> environment) {
    return new LoopTerms(
        Optional.ofNullable(environment.get(MODEL)).filter(name -> !name.isBlank()),
        Permissions.valueOf(
            environment.getOrDefault(PERMISSIONS, Permissions.ASK.name()).toUpperCase(Locale.ROOT)),
        Path.of(environment.getOrDefault(MEMORY, ".")));
  }

  /** The variables that say so. */
  public Map<String, String> variables() {
    return Map.of(
        MODEL, model.orElse(""),
        PERMISSIONS, permissions.name().toLowerCase(Locale.ROOT),
        MEMORY, memory.toString());
  }
}
