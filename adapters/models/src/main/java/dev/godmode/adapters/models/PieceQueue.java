package dev.godmode.adapters.models;

import dev.godmode.control.inference.ModelServer.Broken;
import dev.godmode.control.inference.ModelServer.Bytes;
import dev.godmode.control.inference.ModelServer.End;
import dev.godmode.control.inference.ModelServer.Piece;
import dev.godmode.control.inference.ModelServer.Silence;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

/**
 * A body piece by piece, asked for as it is read: what is on its way waits in the network, and not
 * here. A reader can wait for a while only, which an {@code InputStream} does not allow.
 */
final class PieceQueue implements BodySubscriber<PieceQueue> {

  /** One piece that was asked for, and the end. */
  private static final int WAITING_MAX = 2;

  private final BlockingQueue<Piece> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private volatile Optional<Subscription> subscription = Optional.empty();
  private volatile boolean closed;

  @Override
  public void onSubscribe(Subscription given) {
    subscription = Optional.of(given);
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    var whole = ByteBuffer.allocate(buffers.stream().mapToInt(ByteBuffer::remaining).sum());
    buffers.forEach(whole::put);
    give(new Bytes(whole.flip()));
  }

  @Override
  public void onError(Throwable fault) {
    give(new Broken("the connection broke"));
  }

  @Override
  public void onComplete() {
    give(new End());
  }

  private void give(Piece piece) {
    var _ = waiting.offer(piece);
  }

  @Override
  public CompletionStage<PieceQueue> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  /** The next piece; {@link Silence} when none came in time. */
  Piece next(Duration patience) {
    try {
      var piece = waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (piece == null) {
        return new Silence();
      }
      if (piece instanceof Bytes) {
        subscription.ifPresent(given -> given.request(1));
      }
      return piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Broken("control is stopping");
    }
  }

  void close() {
    closed = true;
    subscription.ifPresent(Subscription::cancel);
  }
}
