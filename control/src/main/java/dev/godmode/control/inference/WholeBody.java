package dev.godmode.control.inference;

import dev.godmode.control.inference.ModelServer.Answer;
import dev.godmode.control.inference.ModelServer.Broken;
import dev.godmode.control.inference.ModelServer.Bytes;
import dev.godmode.control.inference.ModelServer.End;
import dev.godmode.control.inference.ModelServer.Silence;
import java.io.ByteArrayOutputStream;
import java.time.Duration;

/** A body that is read to its end, within limits. */
final class WholeBody {

  private WholeBody() {}

  /**
   * Reads it.
   *
   * @param patience between two pieces of it
   * @throws BadAnswer when it is too large, or does not end
   */
  static byte[] read(Answer answer, int maxBytes, Duration patience) throws BadAnswer {
    var whole = new ByteArrayOutputStream();
    while (true) {
      switch (answer.next(patience)) {
        case End _ -> {
          return whole.toByteArray();
        }
        case Broken(var why) ->
            throw new BadAnswer(
                "its answer broke off after %d bytes: %s".formatted(whole.size(), why));
        case Silence _ ->
            throw new BadAnswer(
                "its answer stopped after %d bytes, for %d s"
                    .formatted(whole.size(), patience.toSeconds()));
        case Bytes(var bytes) -> {
          if (whole.size() + bytes.remaining() > maxBytes) {
            throw new BadAnswer("its answer has more than %d MiB".formatted(maxBytes >> 20));
          }
          var piece = new byte[bytes.remaining()];
          bytes.get(piece);
          whole.writeBytes(piece);
        }
      }
    }
  }
}
