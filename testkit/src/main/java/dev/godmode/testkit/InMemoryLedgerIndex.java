package dev.godmode.testkit;

import dev.godmode.control.ledger.LedgerIndex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** An index of the ledger that lasts as long as the test. */
public final class InMemoryLedgerIndex implements LedgerIndex {

  private final List<Block> blocks = new ArrayList<>();

  @Override
  public synchronized long blocks() {
    return blocks.size();
  }

  @Override
  public synchronized void write(Block block) {
    if (block.number() == blocks.size()) {
      blocks.add(block);
    }
  }

  @Override
  public synchronized List<Long> find(Lookup lookup, long before, int limit) {
    var found = new ArrayList<Long>();
    for (var block : blocks.reversed()) {
      if (lookup.from().stream().allMatch(from -> !block.latest().isBefore(from))
          && lookup.to().stream().allMatch(block.earliest()::isBefore)) {
        fitting(block, lookup)
            .map(place -> block.number() * BLOCK + 1 + place)
            .filter(sequence -> sequence < before)
            .forEach(found::add);
        found.sort((one, other) -> Long.compare(other, one));
      }
    }
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  private static Stream<Integer> fitting(Block block, Lookup lookup) {
    var bits = new BitSet();
    bits.set(0, block.texts().size());
    lookup.keys().forEach(key -> bits.and(block.keys().getOrDefault(key, new BitSet())));
    return bits.stream()
        .boxed()
        .filter(place -> lookup.text().stream().allMatch(block.texts().get(place)::contains));
  }
}
