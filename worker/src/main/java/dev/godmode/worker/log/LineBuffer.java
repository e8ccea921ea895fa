package dev.godmode.worker.log;

import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.text.Redaction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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

  /** So much of what was handed on is remembered, for secrets that began in it. */
  private static final int BEHIND_MAX = 8 << 10;

  /** What came, as it came. */
  private record Raw(String text, boolean partial) {}

  /** A line, or a part of one. */
  record Piece(Source source, String text, boolean partial) {}

  private final Source source;
  private final Redaction redaction;
  private final Runnable full;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private final List<Raw> ready = new ArrayList<>();
  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  private String behind = "";
  private OptionalLong heldSinceNanos = OptionalLong.empty();
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
      return take(settled(nowNanos));
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
      return take(ready.size());
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many lines may go: the last ones wait, for a while, when a secret may begin in them that
   * goes on in the next.
   */
  private int settled(long nowNanos) {
    var tail = end(behind + texts(ready.size()), Math.min(BEHIND_MAX, redaction.reach()));
    var held = redaction.heldBack(tail);
    var waiting = 0;
    while (held > 0 && waiting < ready.size()) {
      waiting++;
      held -= ready.get(ready.size() - waiting).text().length() + 1;
    }
    if (waiting == 0) {
      heldSinceNanos = OptionalLong.empty();
    } else if (heldSinceNanos.isEmpty()) {
      heldSinceNanos = OptionalLong.of(nowNanos);
    } else if (nowNanos - heldSinceNanos.getAsLong() >= HALF_LINE_WAITS.toNanos()) {
      heldSinceNanos = OptionalLong.empty();
      waiting = 0;
    }
    return ready.size() - waiting;
  }

  /** The first lines, each with its end. */
  private String texts(int lines) {
    var all = new StringBuilder();
    ready.subList(0, lines).forEach(raw -> all.append(raw.text()).append('\n'));
    return all.toString();
  }

  private static String end(String text, int length) {
    return text.substring(Math.max(0, text.length() - length));
  }

  /** All together are looked through, since a secret may be split over lines. */
  private List<Piece> take(int lines) {
    var raw = texts(lines);
    var clean = redaction.following(behind, raw).split("\n", -1);
    behind = end(behind + raw, Math.min(BEHIND_MAX, redaction.reach()));
    var taken = ready.subList(0, lines);
    var pieces = new ArrayList<Piece>(lines);
    for (var i = 0; i < lines; i++) {
      pieces.add(new Piece(source, clean[i], taken.get(i).partial()));
    }
    taken.clear();
    this.taken.signalAll();
    return pieces;
  }

  private void finish(boolean partial) {
    var text = open.toString(StandardCharsets.UTF_8);
    open.reset();
    if (!partial) {
      ready.add(new Raw(text, false));
      return;
    }
    var held = redaction.heldBack(text);
    var shown = text.substring(0, text.length() - held);
    if (!shown.isEmpty()) {
      ready.add(new Raw(shown, true));
    }
    open.writeBytes(text.substring(text.length() - held).getBytes(StandardCharsets.UTF_8));
  }
}
