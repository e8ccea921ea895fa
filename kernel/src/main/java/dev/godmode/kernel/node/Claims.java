package dev.godmode.kernel.node;

import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.Inventory.Gpu;
import dev.godmode.protocol.node.InventoryBuilder;
import dev.godmode.protocol.text.SkillTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a node says of itself, held against what a machine can be: a lie must neither draw all work
 * nor fill control's memory.
 *
 * @param refused a sentence for each thing that was cut down
 */
public record Claims(Inventory inventory, int slots, List<String> refused) {

  private static final int SLOTS_MAX = 10_000;
  private static final int CORES_MAX = 8_192;
  private static final long BYTES_MAX = 1L << 50;
  private static final int GPUS_MAX = 64;
  private static final int TAGS_MAX = 1_000;

  public Claims {
    refused = List.copyOf(refused);
  }

  public static Claims check(Inventory said, int slots) {
    var refused = new ArrayList<String>();
    var inventory =
        InventoryBuilder.from(said)
            .cores((int) within("cores", said.cores(), CORES_MAX, refused))
            .memoryBytes(within("bytes of memory", said.memoryBytes(), BYTES_MAX, refused))
            .diskBytes(within("bytes of disk", said.diskBytes(), BYTES_MAX, refused))
            .gpus(gpus(said.gpus(), refused))
            .tools(tools(said.tools(), refused))
            .skills(skills(said.skills(), refused))
            .build();
    return new Claims(inventory, (int) within("slots", slots, SLOTS_MAX, refused), refused);
  }

  private static long within(String what, long said, long most, List<String> refused) {
    var taken = Math.clamp(said, 0, most);
    if (taken != said) {
      refused.add("claims %d %s: counted as %d".formatted(said, what, taken));
    }
    return taken;
  }

  private static List<Gpu> gpus(List<Gpu> said, List<String> refused) {
    if (said.size() > GPUS_MAX) {
      refused.add("claims %d gpus: the first %d count".formatted(said.size(), GPUS_MAX));
    }
    return said.stream()
        .limit(GPUS_MAX)
        .map(
            gpu ->
                new Gpu(
                    gpu.vendor(),
                    gpu.model(),
                    within("bytes of gpu memory", gpu.memoryBytes(), BYTES_MAX, refused)))
        .toList();
  }

  private static Set<String> skills(Set<String> said, List<String> refused) {
    if (said.size() <= TAGS_MAX
        && said.stream().allMatch(tag -> tag.length() <= SkillTag.LENGTH_MAX)) {
      return said;
    }
    refused.add(
        "claims %d skills: %d of at most %d characters count"
            .formatted(said.size(), TAGS_MAX, SkillTag.LENGTH_MAX));
    return said.stream()
        .filter(tag -> tag.length() <= SkillTag.LENGTH_MAX)
        .sorted()
        .limit(TAGS_MAX)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> tools(Map<String, String> said, List<String> refused) {
    if (said.size() <= TAGS_MAX) {
      return said;
    }
    refused.add("claims %d tools: %d count".formatted(said.size(), TAGS_MAX));
    var kept = new LinkedHashMap<String, String>();
    said.keySet().stream()
        .sorted()
        .limit(TAGS_MAX)
        .forEach(tool -> kept.put(tool, said.getOrDefault(tool, "")));
    return kept;
  }
}
