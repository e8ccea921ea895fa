package dev.godmode.control.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What memories mean that came with them, until the index takes it in. Of more than there is room
 * for the oldest go: what is not here is embedded, which says the same.
 */
final class GivenEmbeddings {

  /** About 16 MiB of 384 dimensions. */
  private static final int MAX = 8_192;

  private final Map<String, Embedding> byId =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Embedding> eldest) {
          return size() > MAX;
        }
      };

  synchronized void put(String id, Embedding meaning) {
    byId.put(id, meaning);
  }

  /** Gives it away. */
  synchronized Optional<Embedding> take(String id) {
    return Optional.ofNullable(byId.remove(id));
  }
}
