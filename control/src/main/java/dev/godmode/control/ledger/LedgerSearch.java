package dev.godmode.control.ledger;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.LedgerQuery;
import dev.godmode.control.journal.Subjects;
import dev.godmode.control.ledger.LedgerIndex.Lookup;
import dev.godmode.protocol.event.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks for entries, newest first, with an effort that is bounded for each page. */
public final class LedgerSearch {

  /** Entries that are looked at for a page: then it ends, and says where to go on. */
  static final int LOOKED_AT_MAX = 40_000;

  private static final int STEP = 1_000;

  private final Journal journal;
  private final LedgerIndex index;
  private final Places places;
  private final Function<JournalEntry, String> sentence;

  LedgerSearch(
      Journal journal, LedgerIndex index, Places places, Function<JournalEntry, String> sentence) {
    this.journal = journal;
    this.index = index;
    this.places = places;
    this.sentence = sentence;
  }

  /**
   * What was found.
   *
   * @param next where to go on; empty when there is nothing more. A page may hold less than was
   *     asked for and go on all the same: the effort for it was spent.
   */
  public record Page(List<JournalEntry> entries, Optional<Long> next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A page of entries, newest first.
   *
   * @param before exclusive
   */
  public Page page(LedgerFilter filter, long before, int limit) {
    var found = new ArrayList<JournalEntry>();
    var cursor = before;
    for (var lookedAt = 0; lookedAt < LOOKED_AT_MAX; ) {
      var step = step(filter, cursor, Math.min(STEP, Math.max(limit - found.size(), 1)));
      found.addAll(
          step.fitting().subList(0, Math.min(limit - found.size(), step.fitting().size())));
      if (found.size() == limit) {
        return new Page(found, Optional.of(found.getLast().sequence()));
      }
      if (step.next().isEmpty()) {
        return new Page(found, Optional.empty());
      }
      lookedAt += step.lookedAt();
      cursor = step.next().get();
    }
    return new Page(found, Optional.of(cursor));
  }

  /** Those of some new entries, in the journal's order, that are asked for. */
  public List<JournalEntry> fitting(LedgerFilter filter, List<JournalEntry> entries) {
    return filter.equals(LedgerFilter.NONE)
        ? entries
        : placed(filter, entries).stream()
            .filter(placed -> fits(filter, placed))
            .map(PlacedEntry::entry)
            .toList();
  }

  /** What a look at some entries brought; next is empty behind the first entry of all. */
  private record Step(List<JournalEntry> fitting, int lookedAt, Optional<Long> next) {}

  private Step step(LedgerFilter filter, long before, int wanted) {
    if (isOfTask(filter) || !filter.narrows()) {
      var query = new LedgerQuery(filter.subject(), filter.kind(), before, wanted);
      return looked(filter, journal.search(query), wanted, 0);
    }
    var indexed = index.blocks() * LedgerIndex.BLOCK;
    if (before > indexed + 1) {
      var most = filter.narrowsWithinTheJournal() ? wanted : STEP;
      var query = new LedgerQuery(filter.subject(), filter.kind(), indexed, before, most);
      return looked(filter, journal.search(query), most, indexed);
    }
    var lookup = new Lookup(filter.keys(), filter.text(), filter.from(), filter.to());
    var sequences = index.find(lookup, before, wanted);
    var fitting = journal.pick(sequences).stream().filter(filter::fitsClosely).toList();
    return new Step(fitting, sequences.size(), next(sequences, wanted));
  }

  private static Optional<Long> next(List<Long> sequences, int wanted) {
    return sequences.size() < wanted ? Optional.empty() : Optional.of(sequences.getLast());
  }

  private static boolean isOfTask(LedgerFilter filter) {
    return filter.subject().filter(about -> !about.equals(Subjects.FLEET)).isPresent();
  }

  /** Entries as the journal has them, down to a floor: each is looked at closely. */
  private Step looked(LedgerFilter filter, List<JournalEntry> newestFirst, int asked, long floor) {
    var fitting =
        placed(filter, newestFirst.reversed()).reversed().stream()
            .filter(placed -> fits(filter, placed))
            .map(PlacedEntry::entry)
            .toList();
    var over = newestFirst.size() < asked;
    return new Step(
        fitting,
        newestFirst.size(),
        over
            ? Optional.of(floor + 1).filter(next -> next > 1)
            : Optional.of(newestFirst.getLast().sequence()));
  }

  /** Where entries belong costs a look at their tasks: only who asks by it pays for it. */
  private List<PlacedEntry> placed(LedgerFilter filter, List<JournalEntry> entries) {
    return filter.asksForPlaces()
        ? places.place(entries)
        : entries.stream().map(PlacedEntry::anywhere).toList();
  }

  private boolean fits(LedgerFilter filter, PlacedEntry placed) {
    var entry = placed.entry();
    return LedgerKeys.with(placed).containsAll(filter.keys())
        && filter.fitsClosely(entry)
        && filter.text().stream()
            .allMatch(word -> LedgerIndexer.text(sentence, entry).contains(word));
  }
}
