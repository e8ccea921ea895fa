package dev.godmode.control.trace;

import dev.godmode.protocol.trace.Span;
import java.util.List;

/** A collector of traces outside. It shows them to people; nothing is decided by what it has. */
public interface TraceCollector extends AutoCloseable {

  /**
   * Hands over spans that are over; returns when it has all of them. The same may come again: they
   * are at the same places.
   *
   * @throws dev.godmode.control.outbox.Away when it is not known to have them
   */
  void send(List<Span> spans);

  @Override
  void close();
}
