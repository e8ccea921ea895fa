package dev.godmode.testkit;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.SealedEntry;
import dev.godmode.control.journal.Subjects;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A journal that lasts as long as the test. */
public final class InMemoryJournal implements Journal {

  private final List<JournalEntry> entries = new ArrayList<>();

  @Override
  public synchronized Head head() {
    return entries.isEmpty()
        ? Head.EMPTY
        : new Head(entries.getLast().sequence(), entries.getLast().hash());
  }

  @Override
  public synchronized void append(List<SealedEntry> sealed) {
    var more = sealed.stream().map(SealedEntry::entry).toList();
    var next = head().sequence() + 1;
    if (!more.isEmpty() && more.getFirst().sequence() != next) {
      if (entries.containsAll(more)) {
        return;
      }
      throw new JournalFenced(
          "entry %d is not the next one, %d is".formatted(more.getFirst().sequence(), next));
    }
    entries.addAll(more);
  }

  @Override
  public synchronized List<JournalEntry> read(long after, int limit) {
    var from = (int) Math.min(Math.max(after, 0), entries.size());
    return List.copyOf(entries.subList(from, from + Math.min(entries.size() - from, limit)));
  }

  @Override
  public synchronized List<JournalEntry> search(LedgerQuery query) {
    return entries.reversed().stream()
        .filter(entry -> entry.sequence() < query.before() && entry.sequence() > query.after())
        .filter(entry -> query.subject().stream().allMatch(Subjects.of(entry.event())::equals))
        .filter(
            entry ->
                query.kind().stream().allMatch(entry.event().getClass().getSimpleName()::equals))
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized List<JournalEntry> pick(List<Long> sequences) {
    return sequences.stream()
        .sorted(Comparator.reverseOrder())
        .filter(sequence -> sequence > 0 && sequence <= entries.size())
        .map(sequence -> entries.get((int) (sequence - 1)))
        .toList();
  }

  /** Somebody who can write to the database takes the last entries out. */
  public synchronized void cutOff(int howMany) {
    entries.subList(entries.size() - howMany, entries.size()).clear();
  }

  @Override
  public synchronized LedgerVerdict verify() {
    var chain = new HashChain(Head.EMPTY);
    for (var entry : entries) {
      var end = chain.next(entry.at(), entry.by(), Json.write(Event.class, entry.event()));
      if (!end.equals(new Head(entry.sequence(), entry.hash()))) {
        return new LedgerVerdict(false, entry.sequence() - 1, Optional.of(entry.sequence()));
      }
    }
    return new LedgerVerdict(true, entries.size(), Optional.empty());
  }
}
