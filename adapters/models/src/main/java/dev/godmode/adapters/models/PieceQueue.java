package dev.godmode.adapters.models;

import dev.godmode.control.inference.ModelServer.Broken;
import dev.godmode.control.inference.ModelServer.Bytes;
import dev.godmode.control.inference.ModelServer.End;
import dev.godmode.control.inference.ModelServer.Piece;
import dev.godmode.control.inference.ModelServer.Silence;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A body that a thread of its own reads, so that whoever wants it can wait for a while only. Two
 * pieces are ahead at most: what else is on its way waits in the network, and not here.
 */
final class PieceQueue implements AutoCloseable {

  private final BlockingQueue<Piece> ahead = new ArrayBlockingQueue<>(1);
  private final Supplier<Piece> source;
  private final Thread reader;

  /**
   * Begins to read.
   *
   * @param source waits for the next piece
   */
  PieceQueue(Supplier<Piece> source) {
    this.source = source;
    this.reader = Thread.ofVirtual().name("model-answer").start(this::read);
  }

  private void read() {
    try {
      while (true) {
        var piece = source.get();
        ahead.put(piece);
        switch (piece) {
          case Bytes _, Silence _ -> {}
          case End _, Broken _ -> {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next piece; {@link Silence} when none came in time. */
  Piece next(Duration within) {
    try {
      var piece = ahead.poll(within.toNanos(), TimeUnit.NANOSECONDS);
      return piece == null ? new Silence() : piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Broken("control is stopping");
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
