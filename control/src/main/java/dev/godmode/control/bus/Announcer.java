package dev.godmode.control.bus;

import dev.godmode.control.outbox.Recipient;
import dev.godmode.protocol.event.JournalEntry;
import java.util.List;

/**
 * Tells a bus of every entry.
 *
 * @param source whose events they are, a URI reference
 */
public record Announcer(EventBus bus, String source) implements Recipient {

  @Override
  public int take(List<JournalEntry> entries) {
    bus.publish(entries.stream().map(entry -> BusEvent.of(source, entry)).toList());
    return entries.size();
  }

  @Override
  public void close() {
    bus.close();
  }
}
