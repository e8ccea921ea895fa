package dev.godmode.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Remembers what was answered to which key, so that a client that did not get the answer may ask
 * again without doing it twice. Held in memory: after a restart of control a key is new again.
 *
 * @param <T> what is answered
 */
public final class IdempotencyKeys<T> {

  private static final Duration KEPT = Duration.ofHours(24);
  private static final int KEPT_MAX = 10_000;

  private record Entry<T>(String request, Instant at, CompletableFuture<T> answer) {}

  private final InstantSource clock;
  private final SequencedMap<String, Entry<T>> entries = new LinkedHashMap<>();

  public IdempotencyKeys(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The answer to a key: made now, or the one that was made before, or is being made right now.
   *
   * @param caller who asks: a key is theirs alone
   * @param request fingerprint of what is asked
   * @throws Refusal 409 when the key stood for another request
   */
  public T once(String caller, String key, String request, Supplier<T> make) {
    var own = caller + ' ' + key;
    var fresh = new Entry<T>(request, clock.instant(), new CompletableFuture<>());
    var before = enter(own, fresh);
    if (before.isEmpty()) {
      return make(own, fresh, make);
    }
    var known = before.get();
    if (!known.request().equals(request)) {
      throw Refusal.conflict(
          "the Idempotency-Key '%s' was used for another request; choose a new one".formatted(key));
    }
    try {
      return known.answer().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : e;
    }
  }

  /** The entry that was there before; empty when this one is the first. */
  private synchronized Optional<Entry<T>> enter(String key, Entry<T> fresh) {
    while (!entries.isEmpty() && isOld(entries.firstEntry())) {
      entries.pollFirstEntry();
    }
    return Optional.ofNullable(entries.putIfAbsent(key, fresh));
  }

  private boolean isOld(Map.Entry<String, Entry<T>> first) {
    return entries.size() >= KEPT_MAX || first.getValue().at().plus(KEPT).isBefore(clock.instant());
  }

  private T make(String key, Entry<T> entry, Supplier<T> make) {
    try {
      var answer = make.get();
      entry.answer().complete(answer);
      return answer;
    } catch (RuntimeException e) {
      forget(key);
      entry.answer().completeExceptionally(e);
      throw e;
    }
  }

  /** What failed may be tried again under the same key. */
  private synchronized void forget(String key) {
    entries.remove(key);
  }
}
