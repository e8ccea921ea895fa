package dev.godmode.worker.service;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What a server of this machine answers, piece by piece as it is taken. The client's own stream
 * forgets what has come when the connection breaks; here it is taken before one hears of that.
 */
final class Pieces implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {

  /** What comes next. */
  sealed interface Next {}

  record Bytes(List<ByteBuffer> all) implements Next {
    Bytes {
      all = List.copyOf(all);
    }
  }

  /** Nothing more comes: that was all, or it broke off. */
  record Over(boolean whole) implements Next {}

  private final BlockingQueue<Next> waiting = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();

  static Pieces of(Flow.Publisher<List<ByteBuffer>> body) {
    var pieces = new Pieces();
    body.subscribe(pieces);
    return pieces;
  }

  /** Waits for it. */
  Next take() throws InterruptedException {
    if (waiting.isEmpty()) {
      source.join().request(1);
    }
    return waiting.take();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source.complete(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    waiting.add(new Bytes(bytes));
  }

  @Override
  public void onError(Throwable fault) {
    waiting.add(new Over(false));
  }

  @Override
  public void onComplete() {
    waiting.add(new Over(true));
  }

  /** Lets go of the connection, wherever it is. */
  @Override
  public void close() {
    source.join().cancel();
  }
}
