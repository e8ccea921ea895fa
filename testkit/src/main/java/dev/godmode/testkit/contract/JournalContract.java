package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.Head;
import dev.godmode.control.journal.Journal.JournalFenced;
import dev.godmode.control.journal.Journal.LedgerQuery;
import dev.godmode.control.journal.SealedEntry;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a journal promises. */
public abstract class JournalContract {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456Z");

  /** The same journal, empty at first, at each call within one test. */
  protected abstract Journal journal();

  @Test
  void an_empty_journal_is_intact_and_begins_at_genesis() {
    assertThat(journal().head()).isEqualTo(Head.EMPTY);
    assertThat(journal().read(0, 10)).isEmpty();
    assertThat(journal().verify()).isEqualTo(new LedgerVerdict(true, 0, Optional.empty()));
  }

  @Test
  void what_was_appended_is_read_back_in_order_and_the_chain_is_intact() {
    var entries = entries(Head.EMPTY, 5, "boom");

    journal().append(entries.subList(0, 3));
    journal().append(entries.subList(3, 5));

    var read = entries.stream().map(SealedEntry::entry).toList();
    assertThat(journal().read(0, 10)).isEqualTo(read);
    assertThat(journal().read(1, 3)).isEqualTo(read.subList(1, 4));
    assertThat(journal().read(3, 10)).isEqualTo(read.subList(3, 5));
    assertThat(journal().read(0, 2)).isEqualTo(read.subList(0, 2));
    assertThat(journal().read(5, 2)).isEmpty();
    assertThat(journal().head()).isEqualTo(entries.getLast().head());
    assertThat(journal().verify()).isEqualTo(new LedgerVerdict(true, 5, Optional.empty()));
  }

  @Test
  void a_second_writer_is_told_to_step_down() {
    journal().append(entries(Head.EMPTY, 2, "one"));

    assertThatThrownBy(() -> journal().append(entries(Head.EMPTY, 2, "other")))
        .isInstanceOf(JournalFenced.class);
    assertThat(journal().head().sequence()).isEqualTo(2);
  }

  @Test
  void a_batch_tried_again_after_it_had_become_durable_is_taken_once() {
    var entries = entries(Head.EMPTY, 3, "one");
    journal().append(entries);

    journal().append(entries);

    assertThat(journal().read(0, 10)).hasSize(3);
  }

  @Test
  void the_ledger_of_one_task_is_found_newest_first() {
    var entries = entries(Head.EMPTY, 5, "boom");
    entries.forEach(entry -> journal().append(List.of(entry)));

    var found =
        journal()
            .search(
                new LedgerQuery(Optional.of("t2"), Optional.of("TaskFailed"), Long.MAX_VALUE, 10));

    assertThat(found).extracting(JournalEntry::sequence).containsExactly(2L);
    assertThat(journal().search(new LedgerQuery(Optional.empty(), Optional.empty(), 4, 2)))
        .extracting(JournalEntry::sequence)
        .containsExactly(3L, 2L);
  }

  @Test
  void a_search_goes_no_further_back_than_it_is_told() {
    var entries = entries(Head.EMPTY, 6, "boom");
    journal().append(entries.subList(0, 1));
    journal().append(entries.subList(1, 4));
    journal().append(entries.subList(4, 6));

    assertThat(journal().search(new LedgerQuery(Optional.empty(), Optional.empty(), 2, 6, 10)))
        .extracting(JournalEntry::sequence)
        .containsExactly(5L, 4L, 3L);
  }

  @Test
  void whoever_caused_it_cannot_break_the_chain_by_its_name() {
    var event = new TaskFailed(new TaskId("t1"), "boom");
    var sealed = new HashChain(Head.EMPTY).seal(NOON, "node:a\tb\nc\rd\u0085e", event);

    journal().append(List.of(sealed));

    assertThat(journal().read(0, 10)).containsExactly(sealed.entry());
    assertThat(journal().verify()).isEqualTo(new LedgerVerdict(true, 1, Optional.empty()));
  }

  @Test
  void what_is_rare_is_found_among_much_that_is_not() {
    var head = Head.EMPTY;
    for (var batch = 0; batch < 50; batch++) {
      var entries = entries(head, 20, "boom");
      journal().append(entries);
      head = entries.getLast().head();
    }

    for (var sequence : List.of(1L, 20L, 21L, 500L, 1_000L)) {
      var query =
          new LedgerQuery(Optional.of("t" + sequence), Optional.empty(), Long.MAX_VALUE, 10);
      assertThat(journal().search(query))
          .extracting(JournalEntry::sequence)
          .containsExactly(sequence);
    }
    var nothing =
        new LedgerQuery(Optional.empty(), Optional.of("TaskSucceeded"), Long.MAX_VALUE, 10);
    assertThat(journal().search(nothing)).isEmpty();
  }

  @Test
  void very_entries_are_picked_newest_first_from_wherever_they_stand() {
    var entries = entries(Head.EMPTY, 9, "boom");
    journal().append(entries.subList(0, 1));
    journal().append(entries.subList(1, 8));
    journal().append(entries.subList(8, 9));

    assertThat(journal().pick(List.of(1L, 9L, 3L, 7L, 99L)))
        .containsExactly(
            entries.get(8).entry(),
            entries.get(6).entry(),
            entries.get(2).entry(),
            entries.get(0).entry());
    assertThat(journal().pick(List.of())).isEmpty();
  }

  /** Chained entries behind a head; the n-th is about task {@code tN}. */
  protected static List<SealedEntry> entries(Head head, int count, String reason) {
    var entries = new ArrayList<SealedEntry>();
    var chain = new HashChain(head);
    for (var i = 0; i < count; i++) {
      var event = new TaskFailed(new TaskId("t" + (chain.head().sequence() + 1)), reason);
      entries.add(chain.seal(NOON, "owner", event));
    }
    return entries;
  }
}
