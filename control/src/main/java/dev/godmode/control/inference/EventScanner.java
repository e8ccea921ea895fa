package dev.godmode.control.inference;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a stream of bytes into server-sent events, as WHATWG's standard has it: lines end with LF,
 * CR or both; what is no UTF-8 becomes U+FFFD; comments and unknown fields are passed over.
 */
public final class EventScanner {

  /** Most bytes of one event. */
  public static final int EVENT_MAX_BYTES = 4 << 20;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final StringBuilder data = new StringBuilder();
  private String name = "";
  private boolean afterReturn;
  private boolean hasData;

  /**
   * Takes the next bytes.
   *
   * @return the events that they complete
   * @throws BadAnswer when an event has no end
   */
  public List<ServerEvent> feed(ByteBuffer bytes) throws BadAnswer {
    var complete = new ArrayList<ServerEvent>();
    while (bytes.hasRemaining()) {
      var next = bytes.get();
      if (next == '\n' && afterReturn) {
        afterReturn = false;
      } else if (next == '\n' || next == '\r') {
        afterReturn = next == '\r';
        endLine().ifPresent(complete::add);
      } else {
        afterReturn = false;
        line.write(next);
        requireRoom();
      }
    }
    return complete;
  }

  /** What was begun and not ended by an empty line: some servers leave that out at the very end. */
  public Optional<ServerEvent> rest() {
    if (line.size() > 0) {
      endLine();
    }
    return dispatch();
  }

  private void requireRoom() throws BadAnswer {
    if (line.size() + data.length() > EVENT_MAX_BYTES) {
      throw new BadAnswer(
          "one event of its answer has more than %d MiB".formatted(EVENT_MAX_BYTES >> 20));
    }
  }

  private Optional<ServerEvent> endLine() {
    if (line.size() == 0) {
      return dispatch();
    }
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    field(text.startsWith("\uFEFF") ? text.substring(1) : text);
    return Optional.empty();
  }

  private void field(String text) {
    var colon = text.indexOf(':');
    var field = colon < 0 ? text : text.substring(0, colon);
    var value = colon < 0 ? "" : text.substring(colon + 1);
    var plain = value.startsWith(" ") ? value.substring(1) : value;
    if (field.equals("data")) {
      if (hasData) {
        data.append('\n');
      }
      data.append(plain);
      hasData = true;
    } else if (field.equals("event")) {
      name = plain;
    }
  }

  private Optional<ServerEvent> dispatch() {
    var event =
        hasData
            ? Optional.of(new ServerEvent(name, data.toString()))
            : Optional.<ServerEvent>empty();
    data.setLength(0);
    hasData = false;
    name = "";
    return event;
  }
}
