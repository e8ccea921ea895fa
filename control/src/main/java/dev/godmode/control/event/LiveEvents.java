package dev.godmode.control.event;

import dev.godmode.protocol.event.JournalEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The hub within one control process. */
public final class LiveEvents implements EventHub {

  private final List<Consumer<List<JournalEntry>>> followers = new CopyOnWriteArrayList<>();

  @Override
  public Subscription follow(Consumer<List<JournalEntry>> consumer) {
    followers.add(consumer);
    return () -> followers.remove(consumer);
  }

  /** Called by the journal's committer only, with entries that are durable, in order. */
  public void publish(List<JournalEntry> entries) {
    followers.forEach(follower -> follower.accept(entries));
  }
}
