package dev.godmode.fuzz;

import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.Frame;
import dev.godmode.protocol.stream.WorkerMessage;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;

/** What crosses a worker's stream, read by either side. */
public final class StreamFrames {

  private StreamFrames() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    read(WorkerMessage.class, text);
    read(ControlMessage.class, text);
  }

  private static <T> void read(Class<T> kind, String text) {
    try {
      Frame.unpack(kind, text);
    } catch (JacksonException e) {
      // The stream is closed with a reason.
    }
  }
}
