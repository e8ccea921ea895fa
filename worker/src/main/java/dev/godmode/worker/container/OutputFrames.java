package dev.godmode.worker.container;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;

/**
 * Takes what a container prints apart into its two streams. A frame is one byte for the stream (1
 * stdout, 2 stderr), three without meaning, four for the length, most significant first, and then
 * so many bytes. Whoever reads slowly makes the container wait, as a pipe does.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container">Stream
 *     format, under "Attach to a container"</a>
 */
final class OutputFrames implements AutoCloseable {

  private static final int PIPE_BYTES = 64 << 10;
  private static final int HEADER_REST = 3;
  private static final byte STDERR = 2;

  private final DataInputStream frames;
  private final PipedInputStream output = new PipedInputStream(PIPE_BYTES);
  private final PipedInputStream errors = new PipedInputStream(PIPE_BYTES);
  private final PipedOutputStream toOutput;
  private final PipedOutputStream toErrors;
  private final boolean joined;

  /** Takes them apart in a thread of its own; joined, everything goes to the output. */
  OutputFrames(InputStream attached, boolean joined) throws IOException {
    this.frames = new DataInputStream(attached);
    this.toOutput = new PipedOutputStream(output);
    this.toErrors = new PipedOutputStream(errors);
    this.joined = joined;
    Thread.ofVirtual().name("container-output").start(this::run);
  }

  InputStream output() {
    return output;
  }

  InputStream errors() {
    return errors;
  }

  private void run() {
    try {
      var chunk = new byte[PIPE_BYTES];
      while (true) {
        var errs = frames.readByte() == STDERR;
        frames.skipNBytes(HEADER_REST);
        copy(frames.readInt(), errs && !joined ? toErrors : toOutput, chunk);
      }
    } catch (EOFException e) {
      // The container has ended.
    } catch (IOException e) {
      // Nobody reads any more, or the engine is gone: whoever waits for the end will say so.
    } finally {
      closeAll(frames, toOutput, toErrors);
    }
  }

  private void copy(int length, PipedOutputStream to, byte[] chunk) throws IOException {
    for (var left = length; left > 0; ) {
      var n = frames.read(chunk, 0, Math.min(chunk.length, left));
      if (n < 0) {
        throw new EOFException();
      }
      to.write(chunk, 0, n);
      left -= n;
    }
    to.flush(); // wakes the reader, which would else look only once a second
  }

  /** Ends both streams. */
  @Override
  public void close() {
    closeAll(frames, output, errors);
  }

  private static void closeAll(Closeable... all) {
    for (var one : all) {
      try {
        one.close();
      } catch (IOException e) {
        // It is gone already.
      }
    }
  }
}
