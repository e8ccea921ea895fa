package dev.godmode.testkit;

import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Memories that last as long as the test. */
public final class InMemoryMemoryStore implements MemoryStore {

  private final Map<String, Memory> memories = new HashMap<>();

  /** What was changed, by the number of its last change. */
  private final TreeMap<Long, String> changed = new TreeMap<>();

  private long last;

  @Override
  public synchronized Kept keep(Memory memory) {
    var same = same(memory.scope(), memory.text());
    if (same.isPresent()) {
      return new Known(same.get());
    }
    put(memory);
    return new Fresh(memory);
  }

  private Optional<Memory> same(MemoryScope scope, String text) {
    return memories.values().stream()
        .filter(one -> one.scope().equals(scope) && one.text().equals(text))
        .findFirst();
  }

  private void put(Memory memory) {
    memories.put(memory.id(), memory);
    note(memory.id());
  }

  private void note(String id) {
    changed.values().remove(id);
    changed.put(++last, id);
  }

  @Override
  public synchronized Optional<Kept> promote(Memory promoted) {
    var from = promoted.promoted().orElseThrow().from();
    var now = Optional.ofNullable(memories.get(promoted.id()));
    if (now.filter(one -> one.scope().equals(from)).isEmpty()) {
      return Optional.empty();
    }
    var same = same(promoted.scope(), promoted.text());
    if (same.isPresent()) {
      forget(List.of(promoted.id()));
      return Optional.of(new Known(same.get()));
    }
    put(promoted);
    return Optional.of(new Fresh(promoted));
  }

  @Override
  public synchronized List<Memory> all(Collection<String> ids) {
    return ids.stream().distinct().map(memories::get).filter(Objects::nonNull).toList();
  }

  @Override
  public synchronized List<Memory> list(Listing listing) {
    return memories.values().stream()
        .filter(one -> listing.scopes().stream().allMatch(all -> all.contains(one.scope())))
        .filter(one -> listing.tag().stream().allMatch(one.tags()::contains))
        .filter(one -> listing.before().stream().allMatch(id -> one.id().compareTo(id) < 0))
        .sorted(Comparator.comparing(Memory::id).reversed())
        .limit(listing.limit())
        .toList();
  }

  @Override
  public synchronized List<Memory> old(MemoryScope scope, Instant before, int limit) {
    return memories.values().stream()
        .filter(one -> one.scope().equals(scope) && one.from().at().isBefore(before))
        .filter(one -> one.expiresAt().isEmpty() && one.summedUpIn().isEmpty())
        .filter(one -> !one.tags().contains(SUMMARY_TAG))
        .sorted(Comparator.comparing((Memory one) -> one.from().at()).thenComparing(Memory::id))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean sumUp(
      Memory summary, List<String> originals, Optional<Instant> until) {
    var all = all(originals);
    var isPossible =
        all.size() == originals.size()
            && all.stream().allMatch(one -> one.scope().equals(summary.scope()))
            && all.stream().allMatch(one -> one.summedUpIn().isEmpty() && one.expiresAt().isEmpty())
            && same(summary.scope(), summary.text()).isEmpty();
    if (isPossible) {
      put(summary);
      all.forEach(one -> put(one.summedUp(summary.id(), until)));
    }
    return isPossible;
  }

  /** As they were before the summary was. */
  private void free(String summary) {
    memories.values().stream()
        .filter(one -> one.summedUpIn().filter(summary::equals).isPresent())
        .toList()
        .forEach(
            one ->
                put(
                    new Memory(
                        one.id(),
                        one.scope(),
                        one.text(),
                        one.tags(),
                        one.from(),
                        Optional.empty(),
                        one.promoted())));
  }

  @Override
  public synchronized List<Memory> forget(Collection<String> ids) {
    var gone = new ArrayList<Memory>();
    for (var id : ids) {
      Optional.ofNullable(memories.remove(id))
          .ifPresent(
              memory -> {
                gone.add(memory);
                note(id);
                free(id);
              });
    }
    return gone;
  }

  @Override
  public synchronized List<String> expired(Instant now, int limit) {
    return memories.values().stream()
        .filter(one -> one.hasExpired(now))
        .map(Memory::id)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Map<MemoryScope, Long> counts() {
    return memories.values().stream()
        .collect(Collectors.groupingBy(Memory::scope, Collectors.counting()));
  }

  @Override
  public synchronized long count(MemoryScope scope) {
    return counts().getOrDefault(scope, 0L);
  }

  @Override
  public synchronized long position() {
    return last;
  }

  @Override
  public synchronized Changes changes(long after, int limit) {
    var kept = new ArrayList<Memory>();
    var gone = new ArrayList<String>();
    var position = after;
    for (var change : changed.tailMap(after, false).entrySet().stream().limit(limit).toList()) {
      position = change.getKey();
      Optional.ofNullable(memories.get(change.getValue()))
          .ifPresentOrElse(kept::add, () -> gone.add(change.getValue()));
    }
    return new Changes(kept, gone, position, true);
  }
}
