package dev.godmode.control.inference.cache;

import dev.godmode.control.inference.AnswerStream;
import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.EventScanner;
import java.time.Duration;

/** A stream that was kept, all of it at once. */
record KeptStream(KeptAnswer answer) implements AnswerStream {

  @Override
  public String provider() {
    return answer.provider();
  }

  @Override
  public Part next(Duration within) {
    try {
      return new Over(new EventScanner().feed(answer.body().duplicate()));
    } catch (BadAnswer e) {
      throw new IllegalStateException("what was kept is not what was said: " + e.words(), e);
    }
  }

  @Override
  public void close() {}
}
