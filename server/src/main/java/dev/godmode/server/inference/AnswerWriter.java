package dev.godmode.server.inference;

import dev.godmode.control.inference.AnswerStream;
import dev.godmode.control.inference.AnswerStream.Broke;
import dev.godmode.control.inference.AnswerStream.Over;
import dev.godmode.control.inference.AnswerStream.Quiet;
import dev.godmode.control.inference.AnswerStream.Said;
import dev.godmode.control.inference.ServerEvent;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.SlowClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Writes an answer to its client as it comes. When the client goes, the next write fails, and the
 * provider is told to stop; while the provider is silent a comment now and then finds that out.
 */
final class AnswerWriter {

  private static final Duration PING_EVERY = Duration.ofSeconds(2);
  private static final Duration ASKED_EVERY = Duration.ofSeconds(1);

  private static final byte[] PING = ": still at it\n\n".getBytes(StandardCharsets.UTF_8);

  private final Call call;
  private final SlowClients slow;
  private long askedNanos = System.nanoTime();

  AnswerWriter(Call call, SlowClients slow) {
    this.call = call;
    this.slow = slow;
  }

  void write(AnswerStream stream) {
    try (stream;
        var out = new PatientOutput(call.stream("text/event-stream; charset=utf-8"), slow)) {
      while (true) {
        requireAdmitted();
        switch (stream.next(PING_EVERY)) {
          case Said(var events) -> out.write(bytes(events));
          case Quiet _ -> out.write(PING);
          case Over(var events) -> {
            out.write(bytes(events));
            return;
          }
          case Broke(_, var events) -> {
            out.write(bytes(events));
            return;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireAdmitted() {
    if (System.nanoTime() - askedNanos > ASKED_EVERY.toNanos()) {
      askedNanos = System.nanoTime();
      call.requireAdmitted();
    }
  }

  private static byte[] bytes(List<ServerEvent> events) {
    var text = new StringBuilder();
    events.forEach(event -> text.append(event.wire()));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
