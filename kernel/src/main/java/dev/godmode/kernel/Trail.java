package dev.godmode.kernel;

import dev.godmode.protocol.node.NodeId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What placements leave behind that later ones go by.
 *
 * @param begun when attempts of a throttled key began within a minute of the last one, in
 *     milliseconds since 1970
 * @param homes where the last task of each sticky key ran, used longest ago first
 */
public record Trail(Map<String, List<Long>> begun, Map<String, NodeId> homes) {

  public static final Trail NONE = new Trail(Map.of(), Map.of());

  public Trail {
    begun = Map.copyOf(begun);
    homes = Collections.unmodifiableMap(new LinkedHashMap<>(homes));
  }
}
