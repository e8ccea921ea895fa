package dev.godmode.kernel;

import dev.godmode.protocol.event.Event;
import java.util.List;

/** What one command led to: facts to be made durable, then effects to be carried out. */
public record Decision(List<Event> events, List<Effect> effects, Reply reply) {

  public Decision {
    events = List.copyOf(events);
    effects = List.copyOf(effects);
  }
}
