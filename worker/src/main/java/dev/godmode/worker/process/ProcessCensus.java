package dev.godmode.worker.process;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the processes of each session use, counted once for all who ask within a moment: a look at
 * all processes for each program of a hundred would keep a core busy.
 */
public final class ProcessCensus {

  /** Less than a program is looked at, so that each look sees something new. */
  static final Duration FRESH = Duration.ofMillis(250);

  private final Supplier<Map<Long, SessionUse>> count;
  private final LongSupplier nanos;
  private Map<Long, SessionUse> sessions = Map.of();
  private long counted;

  /** Counts the processes of this machine. */
  public ProcessCensus() {
    this(ProcessTree::sessions, System::nanoTime);
  }

  ProcessCensus(Supplier<Map<Long, SessionUse>> count, LongSupplier nanos) {
    this.count = count;
    this.nanos = nanos;
    this.counted = nanos.getAsLong() - FRESH.toNanos();
  }

  /** Nothing for a session that began a moment ago, or is over. */
  public synchronized SessionUse use(long session) {
    if (nanos.getAsLong() - counted >= FRESH.toNanos()) {
      sessions = count.get();
      counted = nanos.getAsLong();
    }
    return sessions.getOrDefault(session, SessionUse.NOTHING);
  }
}
