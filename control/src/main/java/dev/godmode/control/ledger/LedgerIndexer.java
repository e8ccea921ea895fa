package dev.godmode.control.ledger;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.ledger.LedgerIndex.Block;
import dev.godmode.protocol.event.JournalEntry;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Follows the journal, block by block, and notes what its entries are found by. */
public final class LedgerIndexer {

  /** More new entries than so many since the last turn: there is more urgent work. */
  static final int BUSY = LedgerIndex.BLOCK / 2;

  /** Turns that it lets pass at most: however busy control is, the index grows. */
  static final int PASSES_MAX = 20;

  private final Journal journal;
  private final LedgerIndex index;
  private final SpendingBook spendings;
  private final Places places;
  private final Function<JournalEntry, String> sentence;
  private long seen;
  private int passes;

  LedgerIndexer(
      Journal journal,
      LedgerIndex index,
      SpendingBook spendings,
      Places places,
      Function<JournalEntry, String> sentence) {
    this.journal = journal;
    this.index = index;
    this.spendings = spendings;
    this.places = places;
    this.sentence = sentence;
  }

  /**
   * One of its turns: takes in the next block, unless much happens. What is not indexed yet is
   * found as well, only more slowly, and a flood is not held up by its own index.
   */
  public synchronized void takeTurn() {
    var head = journal.head().sequence();
    var busy = head - seen > BUSY;
    seen = head;
    if (busy && passes < PASSES_MAX) {
      passes++;
      return;
    }
    passes = 0;
    takeIn(head);
  }

  /** Takes in the next block, if the journal has all of it; whether it did. */
  public synchronized boolean runOnce() {
    return takeIn(journal.head().sequence());
  }

  private boolean takeIn(long head) {
    var number = index.blocks();
    var start = number * LedgerIndex.BLOCK;
    if (head < start + LedgerIndex.BLOCK) {
      return false;
    }
    var placed = places.place(journal.read(start, LedgerIndex.BLOCK));
    spendings.add(start + LedgerIndex.BLOCK, Spendings.of(placed));
    index.write(block(number, placed));
    return true;
  }

  /** Brings the totals up to the journal's end, which the blocks reach only later. */
  synchronized void catchUp() {
    while (true) {
      var entries = journal.read(spendings.position(), LedgerIndex.BLOCK);
      if (entries.isEmpty()) {
        return;
      }
      spendings.add(entries.getLast().sequence(), Spendings.of(places.place(entries)));
    }
  }

  private Block block(long number, List<PlacedEntry> placed) {
    var times = placed.stream().map(one -> one.entry().at()).sorted().toList();
    return new Block(
        number,
        times.getFirst(),
        times.getLast(),
        keys(placed),
        placed.stream().map(one -> text(sentence, one.entry())).toList());
  }

  private static Map<String, BitSet> keys(List<PlacedEntry> placed) {
    var keys = new HashMap<String, BitSet>();
    for (var i = 0; i < placed.size(); i++) {
      for (var key : LedgerKeys.of(placed.get(i))) {
        keys.computeIfAbsent(key, _ -> new BitSet(LedgerIndex.BLOCK)).set(i);
      }
    }
    return keys;
  }

  /** A sentence as it is searched: in lower case, in one line, and with no NUL. */
  static String text(Function<JournalEntry, String> sentence, JournalEntry entry) {
    return sentence.apply(entry).toLowerCase(Locale.ROOT).replace('\n', ' ').replace('\0', ' ');
  }
}
