package dev.godmode.server.view;

import dev.godmode.control.event.EventHub;
import dev.godmode.control.journal.Subjects;
import dev.godmode.protocol.event.Event;
import dev.godmode.server.http.Feed;
import dev.godmode.server.http.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** For whoever waits until something happens. */
public final class News {

  private static final int FOLLOWED_MAX = 1_000;

  private final EventHub hub;
  private final Semaphore room = new Semaphore(FOLLOWED_MAX);

  public News(EventHub hub) {
    this.hub = hub;
  }

  /** What happens to a task. */
  public static Predicate<Event> of(String task) {
    return event -> Subjects.of(event).equals(task);
  }

  /**
   * Does the work with a feed that has something whenever such a thing happened. It follows first,
   * so that what the work looks at cannot change unnoticed.
   *
   * @throws Refusal when too many wait already
   */
  public <T> T following(Predicate<Event> such, Function<Feed<Boolean>, T> work) {
    if (!room.tryAcquire()) {
      throw Refusal.full("%d clients wait for something already".formatted(FOLLOWED_MAX));
    }
    var news = new Feed<Boolean>(1);
    try (var _ =
        hub.follow(
            entries -> {
              if (entries.stream().anyMatch(entry -> such.test(entry.event()))) {
                news.giveIfRoom(true);
              }
            })) {
      return work.apply(news);
    } finally {
      room.release();
    }
  }

  /** Looks, and looks again whenever such a thing happened, until there is something. */
  public <T> Optional<T> await(Predicate<Event> such, Duration within, Supplier<Optional<T>> look) {
    if (within.isZero()) {
      return look.get();
    }
    return following(
        such,
        news -> {
          var began = System.nanoTime();
          var found = look.get();
          for (var left = within; found.isEmpty() && left.isPositive(); ) {
            news.take(left);
            found = look.get();
            left = within.minusNanos(System.nanoTime() - began);
          }
          return found;
        });
  }
}
