package dev.godmode.control.memory.summary;

import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Old memories that are to become one.
 *
 * @param stream that all of them come from; empty for none
 * @param tag that all of them have; empty where none has any
 * @param memories the oldest first
 */
public record OldGroup(MemoryScope scope, String stream, String tag, List<Memory> memories) {

  /** One summary is of so many at most: the others wait for the next. */
  public static final int MEMORIES_MAX = 50;

  /** What a model is given to read at once, in characters: some 6,000 tokens of English. */
  static final int TEXTS_MAX = 24_000;

  /** What the memories of a group have in common. */
  record Kind(String stream, String tag) {}

  public OldGroup {
    memories = List.copyOf(memories);
  }

  /**
   * The groups of a rule's old memories, the largest first. One with several tags goes with the
   * others that have the commonest of them.
   *
   * @param old of the rule's scope, the oldest first
   */
  static List<OldGroup> of(OldRule rule, List<Memory> old) {
    var common =
        old.stream()
            .flatMap(one -> one.tags().stream())
            .collect(Collectors.groupingBy(tag -> tag, Collectors.counting()));
    var kinds =
        new TreeMap<Kind, List<Memory>>(
            Comparator.comparing(Kind::stream).thenComparing(Kind::tag));
    for (var memory : old) {
      kinds
          .computeIfAbsent(
              new Kind(memory.from().stream(), tag(memory, common)), _ -> new ArrayList<>())
          .add(memory);
    }
    return kinds.entrySet().stream()
        .map(
            kind ->
                new OldGroup(
                    rule.scope(),
                    kind.getKey().stream(),
                    kind.getKey().tag(),
                    first(kind.getValue())))
        .filter(group -> group.memories().size() >= rule.atLeast())
        .sorted(Comparator.comparingInt((OldGroup group) -> group.memories().size()).reversed())
        .toList();
  }

  private static String tag(Memory memory, Map<String, Long> common) {
    return memory.tags().stream()
        .max(
            Comparator.comparingLong((String tag) -> common.getOrDefault(tag, 0L))
                .thenComparing(Comparator.reverseOrder()))
        .orElse("");
  }

  /** As many as a model is given at once. */
  private static List<Memory> first(List<Memory> memories) {
    var some = new ArrayList<Memory>();
    var characters = 0;
    for (var memory : memories) {
      characters += memory.text().length();
      if (some.size() == MEMORIES_MAX || characters > TEXTS_MAX) {
        break;
      }
      some.add(memory);
    }
    return some;
  }

  Kind kind() {
    return new Kind(stream, tag);
  }

  /** Of its memories. */
  public List<String> ids() {
    return memories.stream().map(Memory::id).toList();
  }
}
