package dev.godmode.server.view;

import dev.godmode.control.event.EventHub;
import dev.godmode.control.journal.Subjects;
import dev.godmode.server.http.Feed;
import dev.godmode.server.http.Refusal;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** For whoever waits until something happens to a task. */
public final class TaskNews {

  private static final int FOLLOWED_MAX = 1_000;

  private final EventHub hub;
  private final Semaphore room = new Semaphore(FOLLOWED_MAX);

  public TaskNews(EventHub hub) {
    this.hub = hub;
  }

  /**
   * Does the work with a feed that has something whenever anything happened to the task. It follows
   * first, so that what the work looks at cannot change unnoticed.
   *
   * @throws Refusal when too many wait already
   */
  public <T> T following(String task, Function<Feed<Boolean>, T> work) {
    if (!room.tryAcquire()) {
      throw Refusal.full("%d clients wait for tasks already".formatted(FOLLOWED_MAX));
    }
    var news = new Feed<Boolean>(1);
    try (var _ =
        hub.follow(
            entries -> {
              if (entries.stream().anyMatch(entry -> Subjects.of(entry.event()).equals(task))) {
                news.giveIfRoom(true);
              }
            })) {
      return work.apply(news);
    } finally {
      room.release();
    }
  }
}
