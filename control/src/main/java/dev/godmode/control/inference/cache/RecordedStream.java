package dev.godmode.control.inference.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godmode.control.inference.AnswerStream;
import dev.godmode.control.inference.ServerEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A stream that is kept when it is whole; one that breaks off or grows too large is not. */
final class RecordedStream implements AnswerStream {

  private final AnswerStream stream;
  private final int maxChars;
  private final Consumer<KeptAnswer> keep;
  private final StringBuilder said = new StringBuilder();
  private boolean tooLarge;

  RecordedStream(AnswerStream stream, int maxChars, Consumer<KeptAnswer> keep) {
    this.stream = stream;
    this.maxChars = maxChars;
    this.keep = keep;
  }

  @Override
  public String provider() {
    return stream.provider();
  }

  @Override
  public Part next(Duration within) {
    var part = stream.next(within);
    switch (part) {
      case Said(var events) -> take(events);
      case Over(var events) -> {
        take(events);
        if (!tooLarge) {
          keep.accept(new KeptAnswer(provider(), ByteBuffer.wrap(said.toString().getBytes(UTF_8))));
        }
      }
      case Quiet _, Broke _ -> {}
    }
    return part;
  }

  private void take(List<ServerEvent> events) {
    for (var event : events) {
      if (!tooLarge) {
        said.append(event.wire());
        tooLarge = said.length() > maxChars;
      }
    }
    if (tooLarge) {
      said.setLength(0);
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
