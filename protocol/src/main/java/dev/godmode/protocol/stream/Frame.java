package dev.godmode.protocol.stream;

import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import tools.jackson.core.JacksonException;

/**
 * What crosses the stream at once: one text frame, a JSON array of messages in the order they were
 * said. Whoever sends takes what waits into the next frame, so under load a frame holds many
 * messages, and an idle stream says each at once.
 */
public record Frame<T>(String text, List<T> messages) {

  /** A frame is closed when it has this many characters; one message more may make it longer. */
  private static final int ENOUGH = 128 << 10;

  /** Characters in {@code \\u001b}, and in {@code \"}. */
  private static final int ESCAPED = 6;

  private static final int QUOTED = 2;

  /**
   * Packs a message and those that wait behind it.
   *
   * @param kind {@link ControlMessage} or {@link WorkerMessage}
   * @param waiting taken from until it is empty or the frame is full
   */
  public static <T> Frame<T> pack(Class<T> kind, T first, Queue<T> waiting) {
    var text = new StringBuilder("[");
    var messages = new ArrayList<T>();
    for (var next = first; next != null; next = text.length() < ENOUGH ? waiting.poll() : null) {
      if (!messages.isEmpty()) {
        text.append(',');
      }
      text.append(Json.write(kind, next));
      messages.add(next);
    }
    return new Frame<>(text.append(']').toString(), messages);
  }

  /** How many characters a text takes in a frame at most: JSON escapes some of them. */
  public static int weight(String text) {
    var weight = text.length();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      weight += c < ' ' ? ESCAPED - 1 : c == '"' || c == '\\' ? QUOTED - 1 : 0;
    }
    return weight;
  }

  /**
   * The messages of a frame.
   *
   * @throws JacksonException when it is no array of such messages
   */
  public static <T> List<T> unpack(Class<T> kind, String text) {
    return Json.list(kind, text);
  }
}
