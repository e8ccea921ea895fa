package dev.godmode.worker.attempt;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The driver {@code noop}: ends each attempt at once, unverified, without a program, a folder or a
 * check. What such a task costs is the way there and back. Reports are kept until confirmed, but in
 * memory only: when the worker dies control gives the tasks out again, and no harm is done.
 */
final class NoOpDriver {

  private static final AttemptReport DONE = AttemptReport.of(Ending.UNVERIFIED).build();

  private final Map<AttemptKey, AttemptReport> unconfirmed = new ConcurrentHashMap<>();
  private final Consumer<WorkerMessage> tell;

  NoOpDriver(Consumer<WorkerMessage> tell) {
    this.tell = tell;
  }

  void run(AttemptKey key) {
    if (unconfirmed.putIfAbsent(key, DONE) == null) {
      tell(key);
    }
  }

  private void tell(AttemptKey key) {
    tell.accept(new WorkerMessage.Started(key));
    tell.accept(new WorkerMessage.Ended(key, DONE));
  }

  void confirmed(AttemptKey key) {
    unconfirmed.remove(key);
  }

  /** Attempts whose reports control has not confirmed. */
  Collection<AttemptKey> keys() {
    return unconfirmed.keySet();
  }

  void resend() {
    unconfirmed.keySet().forEach(this::tell);
  }
}
