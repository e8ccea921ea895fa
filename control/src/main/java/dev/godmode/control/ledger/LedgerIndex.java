package dev.godmode.control.ledger;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds entries of the journal by what they are about, as far as whole blocks of them go. */
public interface LedgerIndex {

  /** Entries of a block: the n-th one, from 0, has those behind {@code n × BLOCK}. */
  int BLOCK = 4_096;

  /** How many blocks are in it, without gaps from the first one on. */
  long blocks();

  /** Adds the next block; one that is in it already is left as it is. */
  void write(Block block);

  /**
   * Sequence numbers that fit, newest first. Times are as coarse as blocks: some may lie outside.
   *
   * @param before exclusive
   */
  List<Long> find(Lookup lookup, long before, int limit);

  /**
   * What is known of a block.
   *
   * @param keys the entries that each key is on, by their place in the block
   * @param texts the entries' sentences in lower case, each in one line
   */
  record Block(
      long number, Instant earliest, Instant latest, Map<String, BitSet> keys, List<String> texts) {
    public Block {
      keys = Map.copyOf(keys);
      texts = List.copyOf(texts);
    }
  }

  /**
   * What is looked for.
   *
   * @param keys all of them
   * @param text in the sentence, in lower case
   */
  record Lookup(
      List<String> keys, Optional<String> text, Optional<Instant> from, Optional<Instant> to) {
    public Lookup {
      keys = List.copyOf(keys);
    }
  }
}
