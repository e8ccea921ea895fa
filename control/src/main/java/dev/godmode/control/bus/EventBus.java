package dev.godmode.control.bus;

import java.util.List;

/**
 * A broker that carries events to whoever subscribes. It is for telling others, never for truth:
 * what it loses is in the journal.
 */
public interface EventBus extends AutoCloseable {

  /**
   * Hands events over, in order; returns when the broker has all of them. The same events may come
   * again: they have the same ids.
   *
   * @throws dev.godmode.control.outbox.Away when it is not known to have them
   */
  void publish(List<BusEvent> events);

  @Override
  void close();
}
