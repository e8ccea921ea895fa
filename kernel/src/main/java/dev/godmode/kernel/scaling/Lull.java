package dev.godmode.kernel.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Since when fewer have been enough, and the most that were needed of late. */
public final class Lull {

  private record Sample(Instant at, int needed) {}

  private Optional<Instant> since = Optional.empty();

  /** What was needed in the lull; one that a later one outdoes is let go of. */
  private final Deque<Sample> needs = new ArrayDeque<>();

  /** So many are needed of so many: it begins, goes on, or is over. */
  public void note(int needed, int desired, Instant now, Duration coolDown) {
    if (needed >= desired) {
      since = Optional.empty();
      needs.clear();
      return;
    }
    since = since.or(() -> Optional.of(now));
    while (!needs.isEmpty() && needs.getLast().needed() <= needed) {
      needs.removeLast();
    }
    needs.addLast(new Sample(now, needed));
    while (needs.size() > 1 && !needs.getFirst().at().isAfter(now.minus(coolDown))) {
      needs.removeFirst();
    }
  }

  /** How long it has lasted; nothing when there is none. */
  public Duration lasted(Instant now) {
    return since.map(began -> Duration.between(began, now)).orElse(Duration.ZERO);
  }

  /** The most that were needed in the last cool-down. */
  public int peak(Instant now, Duration coolDown) {
    return needs.stream()
        .filter(sample -> sample.at().isAfter(now.minus(coolDown)))
        .findFirst()
        .map(Sample::needed)
        .orElse(0);
  }
}
