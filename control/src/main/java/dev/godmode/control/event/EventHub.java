package dev.godmode.control.event;

import dev.godmode.protocol.event.JournalEntry;
import java.util.List;
import java.util.function.Consumer;

/** Hands durable journal entries to whoever follows live. */
public interface EventHub {

  /**
   * Follows from now on. Entries come in order, in the publisher's thread: the consumer must only
   * enqueue.
   */
  Subscription follow(Consumer<List<JournalEntry>> consumer);

  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
