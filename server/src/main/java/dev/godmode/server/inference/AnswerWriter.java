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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes an answer to its client as it comes. When the client goes, the next write fails, and the
 * provider is told to stop; while the provider is silent a comment now and then finds that out.
 */
final class AnswerWriter {

  private static final Duration PING_EVERY = Duration.ofSeconds(2);
  private static final Duration ASKED_EVERY = Duration.ofSeconds(1);

  /** A client that reads nothing for so long is given up. */
  private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);

  private static final byte[] PING = ": still at it\n\n".getBytes(StandardCharsets.UTF_8);
  private static final long NOT_WRITING = Long.MIN_VALUE;

  private final Call call;
  private final SlowClients slow;
  private final AtomicLong writingSince = new AtomicLong(NOT_WRITING);
  private long askedNanos = System.nanoTime();

  AnswerWriter(Call call, SlowClients slow) {
    this.call = call;
    this.slow = slow;
  }

  void write(AnswerStream stream) {
    try (stream;
        var _ = slow.watch(this::isStuck);
        var out = call.stream("text/event-stream; charset=utf-8")) {
      while (true) {
        requireAdmitted();
        switch (stream.next(PING_EVERY)) {
          case Said(var events) -> write(out, bytes(events));
          case Quiet _ -> write(out, PING);
          case Over(var events) -> {
            write(out, bytes(events));
            return;
          }
          case Broke(_, var events) -> {
            write(out, bytes(events));
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

  private boolean isStuck() {
    var since = writingSince.get();
    return since != NOT_WRITING && System.nanoTime() - since > WRITE_PATIENCE.toNanos();
  }

  private void write(OutputStream out, byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    writingSince.set(System.nanoTime());
    out.write(bytes);
    out.flush();
    writingSince.set(NOT_WRITING);
  }

  private static byte[] bytes(List<ServerEvent> events) {
    var text = new StringBuilder();
    events.forEach(event -> text.append(event.wire()));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
