package dev.godmode.testkit;

import dev.godmode.control.bus.BusEvent;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.outbox.Away;
import java.util.ArrayList;
import java.util.List;

/** A broker within the test; it can be away. */
public final class InMemoryBus implements EventBus {

  private final List<BusEvent> heard = new ArrayList<>();
  private boolean away;
  private int closed;

  /** Whether it takes anything. */
  public synchronized void away(boolean is) {
    away = is;
  }

  /** All that came, twice what came twice. */
  public synchronized List<BusEvent> heard() {
    return List.copyOf(heard);
  }

  /** How often its connection was let go. */
  public synchronized int closed() {
    return closed;
  }

  @Override
  public synchronized void publish(List<BusEvent> events) {
    if (away) {
      throw new Away("it is away");
    }
    heard.addAll(events);
  }

  @Override
  public synchronized void close() {
    closed++;
  }
}
