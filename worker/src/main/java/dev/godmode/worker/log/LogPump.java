package dev.godmode.worker.log;

import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.text.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Carries what an attempt prints to whoever keeps it: lines are numbered across both streams and
 * handed on in compressed chunks, at the latest {@link #SHIP_EVERY} after they were printed.
 */
public final class LogPump implements AutoCloseable {

  static final Duration SHIP_EVERY = Duration.ofMillis(250);

  private static final int CHUNK_LINES_MAX = 500;
  private static final int READ_BYTES = 8 << 10;
  private static final int LAST_LINE_MAX = 200;
  private static final Duration LAST_BYTES_WAIT = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final Redaction redaction;
  private final Consumer<LogChunk> ship;
  private final List<LineBuffer> buffers = new ArrayList<>();
  private final List<CountDownLatch> readers = new ArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<LineBuffer.Piece> own = new ArrayList<>();
  private final Thread thread;
  private long line = 1;
  private long sequence = 1;
  private volatile String lastLine = "";
  private volatile String lastError = "";
  private volatile boolean hurry;
  private boolean closed;

  /** Begins to carry; streams are added with {@link #read}. */
  public LogPump(InstantSource clock, Redaction redaction, Consumer<LogChunk> ship) {
    this.clock = clock;
    this.redaction = redaction;
    this.ship = ship;
    this.thread = Thread.ofVirtual().name("log-pump").start(this::run);
  }

  /** Reads a stream to its end, in a thread of its own. */
  public void read(Source source, InputStream in) {
    var buffer = new LineBuffer(source, redaction, this::hurry);
    var done = new CountDownLatch(1);
    lock.lock();
    try {
      buffers.add(buffer);
      readers.add(done);
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("log-" + source).start(() -> read(in, buffer, done));
  }

  private void read(InputStream in, LineBuffer buffer, CountDownLatch done) {
    var chunk = new byte[READ_BYTES];
    try (in) {
      for (var n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        bytes.addAndGet(n);
        buffer.append(chunk, n, System.nanoTime());
      }
    } catch (IOException e) {
      // The program was killed: there is nothing more to read.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      done.countDown();
    }
  }

  /** So many bytes were printed that somebody else reads. */
  public void count(int more) {
    bytes.addAndGet(more);
  }

  /** A line of the worker's own, for people who read the log. */
  public void say(Source source, String text) {
    lock.lock();
    try {
      // As a whole: a secret may go over several of its lines.
      redaction
          .apply(text)
          .lines()
          .forEach(part -> own.add(new LineBuffer.Piece(source, part, false)));
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes were printed so far. */
  public long bytes() {
    return bytes.get();
  }

  /** What a program printed last, redacted and cut; empty while it has printed nothing. */
  public String lastLine() {
    shipAll(false);
    return lastLine;
  }

  /** The same of its error stream alone. */
  public String lastError() {
    shipAll(false);
    return lastError;
  }

  private void note(LineBuffer.Piece piece) {
    var source = piece.source();
    if ((source == Source.STDOUT || source == Source.STDERR) && !piece.text().isBlank()) {
      var text = piece.text().strip();
      lastLine = text.substring(0, Math.min(LAST_LINE_MAX, text.length()));
      if (source == Source.STDERR) {
        lastError = lastLine;
      }
    }
  }

  private void run() {
    while (!isClosed()) {
      shipAll(false);
      pause();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Without the lock: the pump may hold it and wait for the buffer that calls. */
  private void hurry() {
    hurry = true;
    LockSupport.unpark(thread);
  }

  private void pause() {
    var until = System.nanoTime() + SHIP_EVERY.toNanos();
    while (!hurry && !isClosed() && until - System.nanoTime() > 0) {
      LockSupport.parkNanos(this, until - System.nanoTime());
    }
    hurry = false;
  }

  /** Under the lock, so that numbers and order agree between the pump and the closing caller. */
  private void shipAll(boolean last) {
    lock.lock();
    try {
      var pieces = new ArrayList<LineBuffer.Piece>();
      for (var buffer : buffers) {
        pieces.addAll(last ? buffer.end() : buffer.drain(System.nanoTime()));
      }
      pieces.addAll(own);
      own.clear();
      for (var from = 0; from < pieces.size(); from += CHUNK_LINES_MAX) {
        ship(pieces.subList(from, Math.min(pieces.size(), from + CHUNK_LINES_MAX)));
      }
    } finally {
      lock.unlock();
    }
  }

  private void ship(List<LineBuffer.Piece> pieces) {
    var now = clock.instant();
    var lines = new ArrayList<LogLine>(pieces.size());
    for (var piece : pieces) {
      note(piece);
      lines.add(new LogLine(line++, now, piece.source(), piece.text(), piece.partial()));
    }
    ship.accept(LogChunks.encode(sequence++, lines));
  }

  /** Waits a little for the last bytes of programs that are gone. */
  public void awaitEnd() throws InterruptedException {
    var deadline = System.nanoTime() + LAST_BYTES_WAIT.toNanos();
    for (var reader : List.copyOf(readers)) {
      reader.await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  /** Hands on what is left. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(thread);
    shipAll(true);
  }
}
