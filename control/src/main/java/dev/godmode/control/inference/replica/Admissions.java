package dev.godmode.control.inference.replica;

import dev.godmode.control.inference.replica.ControlLine.Away;
import dev.godmode.protocol.api.ReplicaViews.Admittance;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Whom control lets in. What it said is believed for a moment, so that a thousand questions of one
 * caller are one of ours; and somewhat longer while control cannot be asked, for it revokes nothing
 * then.
 */
public final class Admissions {

  /** Older than this, control is asked again, and nobody waits for it. */
  static final Duration FRESH = Duration.ofMillis(500);

  /** Older than this, whoever asks waits for control's answer. */
  static final Duration STALE = Duration.ofSeconds(2);

  /** Control starts anew within this; what it let in before goes on meanwhile. */
  static final Duration GRACE = Duration.ofSeconds(30);

  static final int KEPT_MAX = 10_000;

  private static final class Kept {
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Admittance said;
    private volatile long nanos;

    Kept(Admittance said, long nanos) {
      this.said = said;
      this.nanos = nanos;
    }

    void hear(Admittance next, long at) {
      said = next;
      nanos = at;
    }
  }

  private final ControlLine control;
  private final LongSupplier nanos;
  private final Executor aside;
  private final Map<String, Kept> all = new ConcurrentHashMap<>();

  /**
   * Nobody was let in yet.
   *
   * @param nanos a clock that only grows
   * @param aside asks control where nobody waits for it
   */
  public Admissions(ControlLine control, LongSupplier nanos, Executor aside) {
    this.control = control;
    this.nanos = nanos;
    this.aside = aside;
  }

  /**
   * Whose a credential is.
   *
   * @throws Away when control cannot be asked, and did not say it lately
   */
  public Admittance admit(String credential) {
    var kept = all.get(credential);
    if (kept == null) {
      return anew(credential);
    }
    var age = age(kept);
    if (age > STALE.toNanos()) {
      return again(credential, kept);
    }
    if (age > FRESH.toNanos() && kept.asking.compareAndSet(false, true)) {
      aside.execute(() -> refresh(credential, kept));
    }
    return kept.said;
  }

  private long age(Kept kept) {
    return nanos.getAsLong() - kept.nanos;
  }

  private Admittance anew(String credential) {
    var at = nanos.getAsLong();
    var said = control.admit(credential);
    if (said.refused().isEmpty()) {
      forget();
      all.put(credential, new Kept(said, at));
    }
    return said;
  }

  private Admittance again(String credential, Kept kept) {
    synchronized (kept) {
      if (age(kept) > STALE.toNanos()) {
        try {
          ask(credential, kept);
        } catch (Away e) {
          if (age(kept) > GRACE.toNanos()) {
            all.remove(credential);
            throw e;
          }
        }
      }
      return kept.said;
    }
  }

  private void refresh(String credential, Kept kept) {
    try {
      ask(credential, kept);
    } catch (Away _) {
      // Whoever comes when it is stale asks again, and is told.
    } finally {
      kept.asking.set(false);
    }
  }

  private void ask(String credential, Kept kept) {
    var at = nanos.getAsLong();
    kept.hear(control.admit(credential), at);
  }

  /** Refused and forgotten ones make room. */
  private void forget() {
    if (all.size() >= KEPT_MAX) {
      all.values().removeIf(kept -> age(kept) > STALE.toNanos());
    }
  }
}
