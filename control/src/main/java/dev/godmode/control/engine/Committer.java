package dev.godmode.control.engine;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.event.LiveEvents;
import dev.godmode.control.fleet.WorkerStreams;
import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.JournalFenced;
import dev.godmode.control.journal.Journal.JournalUnavailable;
import dev.godmode.control.journal.SealedEntry;
import dev.godmode.control.projection.Projector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes batches durable, one after the other, and only then lets their effects out: answers,
 * dispatches, live events, table changes. While the database is away it holds the batch and tries
 * again; nothing is lost and nothing precedes its commit.
 */
final class Committer {

  private static final System.Logger LOG = System.getLogger(Committer.class.getName());

  /** Where what has become durable goes. */
  record Out(WorkerStreams streams, LiveEvents live, Projector projector) {}

  private final Journal journal;
  private final Out out;
  private final Mandate mandate;
  private final Duration retryEvery;
  private Journal.Head head;
  private volatile long committed;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile boolean closed;

  Committer(Journal journal, Out out, Mandate mandate, Duration retryEvery) {
    this.journal = journal;
    this.out = out;
    this.mandate = mandate;
    this.retryEvery = retryEvery;
    this.head = journal.head();
    this.committed = head.sequence();
  }

  long committed() {
    return committed;
  }

  /** Why the database does not take entries; empty while it does. */
  Optional<String> trouble() {
    return trouble;
  }

  /** No more tries: what is not durable fails. */
  void close() {
    closed = true;
  }

  void commit(Batch batch) {
    var entries = chained(batch.events());
    requireMandate();
    if (!entries.isEmpty()) {
      append(entries);
      head = entries.getLast().head();
      committed = head.sequence();
      batch.changes().forEach(changes -> out.projector().advance(committed, changes));
    }
    requireMandate(); // the process may have been frozen, and another may have taken over
    batch.answers().forEach(Batch.Answer::give);
    batch.effects().forEach(out.streams()::deliver);
    if (!entries.isEmpty()) {
      out.live().publish(entries.stream().map(SealedEntry::entry).toList());
    }
  }

  /** Holds the batch while it is not known whether this control still decides. */
  private void requireMandate() {
    while (!mandate.holds()) {
      if (closed) {
        throw new JournalFenced("another control may decide by now; this one lets nothing out");
      }
      LockSupport.parkNanos(JournaledEngine.MANDATE_LOOK.toNanos());
    }
  }

  private List<SealedEntry> chained(List<Batch.Decided> events) {
    var chain = new HashChain(head);
    return events.stream()
        .map(decided -> chain.seal(decided.at(), decided.by(), decided.event()))
        .toList();
  }

  private void append(List<SealedEntry> entries) {
    while (true) {
      try {
        journal.append(entries);
        if (trouble.isPresent()) {
          trouble = Optional.empty();
          LOG.log(
              INFO, "journal available again sequence={0}", entries.getLast().entry().sequence());
        }
        return;
      } catch (JournalUnavailable e) {
        if (closed) {
          throw e;
        }
        if (trouble.isEmpty()) {
          LOG.log(WARNING, "journal unavailable, holding the batch: {0}", e.getMessage());
        }
        trouble = Optional.of(String.valueOf(e.getMessage()));
        LockSupport.parkNanos(retryEvery.toNanos());
      }
    }
  }
}
