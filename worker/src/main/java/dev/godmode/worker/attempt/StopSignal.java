package dev.godmode.worker.attempt;

import java.util.Optional;

/** Tells a running attempt to end: politely, or at once. */
final class StopSignal {

  private Optional<String> reason = Optional.empty();
  private boolean atOnce;

  synchronized void politely(String why) {
    reason = reason.or(() -> Optional.of(why));
  }

  synchronized void atOnce(String why) {
    reason = reason.or(() -> Optional.of(why));
    atOnce = true;
  }

  synchronized Optional<String> reason() {
    return reason;
  }

  synchronized boolean isAtOnce() {
    return atOnce;
  }
}
