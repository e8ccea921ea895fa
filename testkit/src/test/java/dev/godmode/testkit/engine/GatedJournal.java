package dev.godmode.testkit.engine;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.SealedEntry;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.testkit.InMemoryJournal;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A journal whose disk the test holds in its hands. */
final class GatedJournal implements Journal {

  private final InMemoryJournal kept = new InMemoryJournal();
  private final Semaphore permits = new Semaphore(0);
  private volatile CountDownLatch refused = new CountDownLatch(2);
  private volatile boolean away;

  /** Nothing is held back from now on. */
  GatedJournal opened() {
    permits.release(Integer.MAX_VALUE / 2);
    return this;
  }

  /** The database is gone until {@link #comeBack}. */
  void goAway() {
    refused = new CountDownLatch(2);
    away = true;
  }

  void comeBack() {
    away = false;
  }

  /** Waits until it was asked twice: then the first refusal has been understood. */
  void awaitRefusals() throws InterruptedException {
    refused.await();
  }

  @Override
  public Head head() {
    return kept.head();
  }

  @Override
  public void append(List<SealedEntry> entries) {
    permits.acquireUninterruptibly();
    if (away) {
      permits.release();
      refused.countDown();
      throw new JournalUnavailable("the test took it away", new IllegalStateException("away"));
    }
    kept.append(entries);
  }

  @Override
  public List<JournalEntry> read(long after, int limit) {
    return kept.read(after, limit);
  }

  @Override
  public List<JournalEntry> search(LedgerQuery query) {
    return kept.search(query);
  }

  @Override
  public List<JournalEntry> pick(List<Long> sequences) {
    return kept.pick(sequences);
  }

  @Override
  public LedgerVerdict verify() {
    return kept.verify();
  }
}
