package dev.godmode.client;

import dev.godmode.client.GodModeClient.ServerEvent;
import java.util.Optional;

/** Puts the lines of an event stream together (WHATWG HTML, server-sent events). */
final class EventParser {

  private long id;
  private String name = "message";
  private final StringBuilder data = new StringBuilder();

  /** One more line; an event when it was the last of one. */
  Optional<ServerEvent> line(String line) {
    if (line.isEmpty()) {
      return dispatch();
    }
    var colon = line.indexOf(':');
    if (colon != 0) {
      var field = colon < 0 ? line : line.substring(0, colon);
      var value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
      take(field, value);
    }
    return Optional.empty();
  }

  private void take(String field, String value) {
    switch (field) {
      case "id" -> id = Long.parseLong(value);
      case "event" -> name = value;
      case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
      default -> {}
    }
  }

  private Optional<ServerEvent> dispatch() {
    var event =
        data.isEmpty()
            ? Optional.<ServerEvent>empty()
            : Optional.of(new ServerEvent(id, name, data.toString()));
    name = "message";
    data.setLength(0);
    return event;
  }
}
