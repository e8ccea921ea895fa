package dev.godmode.control.inference.replica;

import dev.godmode.control.inference.replica.ControlLine.Away;
import dev.godmode.control.secret.SecretSource;
import dev.godmode.control.secret.SecretValue;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Secrets that control has, as far as a provider or a cache of models names them. They are kept in
 * this process's memory, and nowhere else.
 */
public final class DistantSecrets implements SecretSource {

  /** A key that was changed is the new one within this. */
  static final Duration KEPT = Duration.ofSeconds(30);

  private record Kept(SecretValue value, long nanos) {}

  private final ControlLine control;
  private final LongSupplier nanos;
  private final Map<String, Kept> all = new ConcurrentHashMap<>();

  /**
   * None is known yet.
   *
   * @param nanos a clock that only grows
   */
  public DistantSecrets(ControlLine control, LongSupplier nanos) {
    this.control = control;
    this.nanos = nanos;
  }

  @Override
  public String words() {
    return "control";
  }

  @Override
  public Finding find(String name) {
    var kept = all.get(name);
    if (kept != null && nanos.getAsLong() - kept.nanos() < KEPT.toNanos()) {
      return new Found(kept.value());
    }
    try {
      var found = control.key(name);
      if (found.value().isPresent()) {
        var value = new SecretValue(found.value().get());
        all.put(name, new Kept(value, nanos.getAsLong()));
        return new Found(value);
      }
      all.remove(name);
      return found.trouble().<Finding>map(why -> new Trouble(why, true)).orElseGet(Absent::new);
    } catch (Away e) {
      return kept == null
          ? new Trouble("control cannot be asked: " + e.getMessage(), true)
          : new Found(kept.value());
    }
  }

  @Override
  public Set<String> names() {
    return Set.of();
  }
}
