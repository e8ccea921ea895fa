package dev.godmode.control.inference.cache;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The caches that the rules of the moment ask for: one in this process's memory, and behind it one
 * that is shared, if there is to be one.
 */
public final class AnswerCaches implements AutoCloseable {

  /** What came out of the shared one is kept here so long: nobody tells how old it is. */
  static final Duration COPY_KEPT = Duration.ofMinutes(1);

  /** What opens caches. */
  public interface Opener {

    /** One in memory. */
    AnswerCache own();

    /** A shared one; what it cannot reach it says when it is asked. */
    AnswerCache shared(URI address, CacheRules rules);
  }

  private record Open(CacheRules rules, AnswerCache own, Optional<GuardedCache> shared) {}

  private final Opener opener;
  private final LongSupplier nanos;
  private volatile Open open = new Open(CacheRules.OFF, AnswerCache.NONE, Optional.empty());

  /**
   * None as long as no rules are set.
   *
   * @param nanos a clock that only grows
   */
  public AnswerCaches(Opener opener, LongSupplier nanos) {
    this.opener = opener;
    this.nanos = nanos;
  }

  /** These rules from now on; where they are others than before, what is kept here is let go. */
  public synchronized void set(CacheRules rules) {
    if (rules.equals(open.rules())) {
      return;
    }
    var before = open;
    open =
        rules.on()
            ? new Open(
                rules,
                opener.own(),
                rules
                    .shared()
                    .map(address -> new GuardedCache(opener.shared(address, rules), nanos)))
            : new Open(rules, AnswerCache.NONE, Optional.empty());
    before.own().close();
    before.shared().ifPresent(GuardedCache::close);
  }

  public CacheRules rules() {
    return open.rules();
  }

  /** Why the shared one is of no use just now. */
  public Optional<String> trouble() {
    return open.shared().flatMap(GuardedCache::trouble);
  }

  Optional<byte[]> find(CacheKey key) {
    var now = open;
    return now.own().find(key).or(() -> now.shared().flatMap(shared -> copied(now, shared, key)));
  }

  private static Optional<byte[]> copied(Open now, GuardedCache shared, CacheKey key) {
    var found = shared.find(key);
    found.ifPresent(answer -> now.own().keep(key, answer, shorter(COPY_KEPT, now.rules().keep())));
    return found;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  void keep(CacheKey key, byte[] answer) {
    var now = open;
    now.own().keep(key, answer, now.rules().keep());
    now.shared().ifPresent(shared -> shared.keep(key, answer, now.rules().keep()));
  }

  @Override
  public synchronized void close() {
    set(CacheRules.OFF);
  }
}
