package dev.godmode.protocol.task;

import java.util.Optional;

/**
 * A wish to run where something is warm: a checkout, a cache, a model in memory.
 *
 * @param key shared by all tasks that want the same warm place; without one a task means the node
 *     of its own attempt before
 * @param required it waits for that node rather than run elsewhere
 */
public record Sticky(Optional<String> key, Optional<Boolean> required) {

  public static final int KEY_MAX = 200;

  public Sticky {
    if (key.isPresent() && (key.get().isBlank() || key.get().length() > KEY_MAX)) {
      throw new IllegalArgumentException("a sticky key has 1 to %d characters".formatted(KEY_MAX));
    }
  }

  public boolean insists() {
    return required.orElse(false);
  }
}
