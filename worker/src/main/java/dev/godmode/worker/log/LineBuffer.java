package dev.godmode.worker.log;

import dev.godmode.protocol.stream.LogLine.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Turns one stream of bytes into lines. The reader waits while too many are not taken yet, so a
 * flood costs the program time and the worker no memory.
 */
final class LineBuffer {

  static final int LINE_MAX_BYTES = 16 << 10;
  static final Duration HALF_LINE_WAITS = Duration.ofMillis(500);

  private static final int LINES_MAX = 2_000;

  /** A line, or a part of one. */
  record Piece(Source source, String text, boolean partial) {}

  private final Source source;
  private final Redaction redaction;
  private final Runnable full;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private final List<Piece> ready = new ArrayList<>();
  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  private long openSinceNanos;
  private boolean closed;

  /**
   * An empty buffer.
   *
   * @param full told when the reader has to wait until lines are taken
   */
  LineBuffer(Source source, Redaction redaction, Runnable full) {
    this.source = source;
    this.redaction = redaction;
    this.full = full;
  }

  /** Takes bytes as they were read. */
  void append(byte[] bytes, int length, long nowNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (ready.size() >= LINES_MAX && !closed) {
        full.run();
        taken.await();
      }
      for (var i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
          finish(false);
        } else {
          if (open.size() == 0) {
            openSinceNanos = nowNanos;
          }
          open.write(bytes[i]);
          if (open.size() >= LINE_MAX_BYTES) {
            finish(true);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is ready now; a half line comes too when it has waited long enough. */
  List<Piece> drain(long nowNanos) {
    lock.lock();
    try {
      if (open.size() > 0 && nowNanos - openSinceNanos >= HALF_LINE_WAITS.toNanos()) {
        finish(true);
        openSinceNanos = nowNanos;
      }
      return take();
    } finally {
      lock.unlock();
    }
  }

  /** What is left when the stream has ended. */
  List<Piece> end() {
    lock.lock();
    try {
      closed = true;
      if (open.size() > 0) {
        finish(false);
      }
      return take();
    } finally {
      lock.unlock();
    }
  }

  private List<Piece> take() {
    var pieces = List.copyOf(ready);
    ready.clear();
    taken.signalAll();
    return pieces;
  }

  private void finish(boolean partial) {
    var text = open.toString(StandardCharsets.UTF_8);
    open.reset();
    if (!partial) {
      ready.add(new Piece(source, redaction.apply(text), false));
      return;
    }
    var held = redaction.heldBack(text);
    var shown = text.substring(0, text.length() - held);
    if (!shown.isEmpty()) {
      ready.add(new Piece(source, redaction.apply(shown), true));
    }
    open.writeBytes(text.substring(text.length() - held).getBytes(StandardCharsets.UTF_8));
  }
}
