package dev.godmode.testkit;

import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** An index that looks at everything. */
public final class InMemoryMemoryIndex implements MemoryIndex {

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private Head head = new Head(0, "");
  private boolean traces;

  @Override
  public synchronized Head head() {
    return head;
  }

  @Override
  public synchronized void begin(String embedder, int dimensions) {
    entries.clear();
    traces = false;
    head = new Head(0, embedder);
  }

  @Override
  public synchronized void apply(Batch batch) {
    batch.gone().forEach(id -> traces |= entries.remove(id) != null);
    batch.entries().forEach(entry -> traces |= entries.put(entry.memory().id(), entry) != null);
    head = new Head(batch.position(), head.embedder());
  }

  @Override
  public synchronized List<Hit> byWords(String text, MemoryFilter filter, int limit) {
    var wanted = words(text);
    var most = wanted.size();
    return best(
            filter,
            limit,
            entry -> {
              var found = words(entry.memory().text());
              found.retainAll(wanted);
              return found.size();
            })
        .stream()
        .map(hit -> new Hit(hit.id(), hit.score(), hit.score() * 2 >= most))
        .toList();
  }

  /** Where no spaces stand between words, each sign is one. */
  private static Set<String> words(String text) {
    var apart = text.toLowerCase(Locale.ROOT).replaceAll("\\p{IsIdeographic}", " $0 ");
    return new HashSet<>(
        Arrays.stream(apart.split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty()).toList());
  }

  @Override
  public synchronized List<Hit> byMeaning(Embedding meaning, MemoryFilter filter, int limit) {
    return best(filter, limit, entry -> entry.embedding().map(meaning::dot).orElse(0.0));
  }

  @Override
  public synchronized Map<String, Embedding> meanings(Collection<String> ids) {
    var meanings = new HashMap<String, Embedding>();
    for (var id : ids) {
      Optional.ofNullable(entries.get(id))
          .flatMap(Entry::embedding)
          .ifPresent(meaning -> meanings.put(id, meaning));
    }
    return meanings;
  }

  private List<Hit> best(MemoryFilter filter, int limit, ToDoubleFunction<Entry> score) {
    return entries.values().stream()
        .filter(entry -> filter.admits(entry.memory()))
        .map(entry -> new Hit(entry.memory().id(), score.applyAsDouble(entry), true))
        .filter(hit -> hit.score() > 0)
        .sorted(Comparator.comparingDouble(Hit::score).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long size() {
    return entries.size();
  }

  @Override
  public synchronized boolean hasTraces() {
    return traces;
  }

  @Override
  public synchronized void expunge() {
    traces = false;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
