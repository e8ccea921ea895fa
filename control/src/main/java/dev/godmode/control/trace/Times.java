package dev.godmode.control.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * From when to when something was.
 *
 * @param ended empty while it goes on
 */
record Times(Instant began, Optional<Instant> ended) {

  static Times of(Instant began, Instant ended) {
    return new Times(began, Optional.of(ended));
  }

  /**
   * The same as a part of the whole: no part begins before its whole, or lasts longer. Where two
   * clocks, or a message's way, say so, it is moved; what is longer is cut.
   */
  Times within(Times whole) {
    var length = length(whole);
    var latest = whole.ended().map(end -> later(end.minus(length), whole.began())).orElse(began);
    var begin = later(earlier(began, latest), whole.began());
    var end = begin.plus(length);
    return whole
        .ended()
        .map(last -> of(begin, earlier(end, last)))
        .orElse(new Times(begin, ended.map(_ -> end)));
  }

  private Duration length(Times whole) {
    var end = ended.or(whole::ended).orElse(began);
    return end.isBefore(began) ? Duration.ZERO : Duration.between(began, end);
  }

  /** How far its beginning was moved to get there. */
  Duration movedTo(Times other) {
    return Duration.between(began, other.began);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
