package dev.godmode.worker.service;

import java.net.URI;
import java.util.List;

/**
 * Where a server of models is looked for.
 *
 * @param name what a server there is called
 * @param address up to the version: {@code http://127.0.0.1:11434/v1}
 * @param models that it has whatever it lists; empty to go by its list
 */
record ModelPlace(String name, URI address, List<String> models) {

  ModelPlace {
    models = List.copyOf(models);
  }

  /** Whether an attempt of this machine runs the server: then it cannot be something else. */
  boolean isOwn() {
    return !models.isEmpty();
  }
}
