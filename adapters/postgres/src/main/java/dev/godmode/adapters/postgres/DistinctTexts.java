package dev.godmode.adapters.postgres;

import static java.util.function.Function.identity;

import dev.godmode.control.projection.KernelJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * JSON texts, each kept and read once: tasks that were submitted together stand alike and often ask
 * for the same, and at a start there may be a million of them.
 */
final class DistinctTexts {

  private final Map<String, String> texts = new HashMap<>();

  /** The same text as it was first added. */
  String add(String text) {
    var known = texts.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  /** What each of them says. All processors read, for somebody waits. */
  <T> Function<String, T> read(Class<T> type) {
    var said =
        texts.keySet().parallelStream()
            .collect(Collectors.toConcurrentMap(identity(), text -> KernelJson.read(type, text)));
    return text -> Optional.ofNullable(said.get(text)).orElseThrow();
  }
}
