package dev.godmode.kernel.placement;

import dev.godmode.protocol.node.NodeId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the last task of each sticky key ran. */
public final class Homes {

  /** When more keys are known, the one used longest ago is forgotten. */
  public static final int KEYS_MAX = 1_000;

  private final Map<String, NodeId> byKey = new LinkedHashMap<>();
  private boolean changed;

  public Optional<NodeId> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** Whether that is another node than before: tasks that insist on it may have their chance. */
  public boolean remember(String key, NodeId node) {
    var before = byKey.remove(key);
    byKey.put(key, node);
    if (byKey.size() > KEYS_MAX) {
      byKey.remove(byKey.keySet().iterator().next());
    }
    changed = true;
    return !node.equals(before);
  }

  /** Whether one was added or moved since the last call. */
  public boolean takeChanged() {
    var was = changed;
    changed = false;
    return was;
  }

  /** What must outlive this process; used longest ago first. */
  public Map<String, NodeId> all() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
  }

  public void restore(Map<String, NodeId> homes) {
    byKey.putAll(homes);
  }
}
