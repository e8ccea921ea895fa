package dev.godmode.control.journal;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.TaskEvent;

/** What an event is about, as the ledger is searched by it. */
public final class Subjects {

  public static final String FLEET = "fleet";

  private Subjects() {}

  public static String of(Event event) {
    return switch (event) {
      case TaskEvent e -> e.task().value();
      case NodeEvent e -> e.node().value();
      case FleetEvent.MergeEvent e -> e.task().value();
      case FleetEvent.ModelsCalled(var use) ->
          use.attempt().map(key -> key.task().value()).orElse(FLEET);
      case FleetEvent _ -> FLEET;
    };
  }
}
