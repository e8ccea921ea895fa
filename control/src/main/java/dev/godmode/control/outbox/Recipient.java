package dev.godmode.control.outbox;

import dev.godmode.protocol.event.JournalEntry;
import java.util.List;

/**
 * Somebody outside who is told what is durable. It is for telling others, never for truth: what
 * they lose is in the journal.
 */
public interface Recipient extends AutoCloseable {

  /**
   * Hands entries over, in order. The same may come again.
   *
   * @return how many of them they have now, from the first on; the others come again later
   * @throws Away when they are not known to have them
   */
  int take(List<JournalEntry> entries);

  @Override
  void close();
}
