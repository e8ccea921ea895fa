package dev.godmode.server.service;

import dev.godmode.control.inference.ModelServer.Answer;
import dev.godmode.control.inference.ModelServer.Answered;
import dev.godmode.control.inference.ModelServer.Broken;
import dev.godmode.control.inference.ModelServer.Bytes;
import dev.godmode.control.inference.ModelServer.End;
import dev.godmode.control.inference.ModelServer.Lost;
import dev.godmode.control.inference.ModelServer.NotSent;
import dev.godmode.control.inference.ModelServer.Outcome;
import dev.godmode.control.inference.ModelServer.Piece;
import dev.godmode.control.inference.ModelServer.Silence;
import dev.godmode.protocol.service.FromNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * An answer that comes over a line. The line's thread hands its pieces over and waits when nobody
 * takes them, so that whatever else is on its way waits on the node.
 */
final class LineAnswer implements Answer {

  private static final int PIECES_AHEAD = 2;

  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES_AHEAD);
  private final CompletableFuture<FromNode> head = new CompletableFuture<>();
  private final Consumer<Boolean> over;
  private volatile FromNode.Begun begun = new FromNode.Begun(500, Optional.empty());
  private volatile boolean closed;
  private boolean whole;

  /**
   * Nothing of it is there yet.
   *
   * @param over told when it is closed, and whether its line may carry another
   */
  LineAnswer(Consumer<Boolean> over) {
    this.over = over;
  }

  /** The node says how it stands. */
  void said(FromNode message) throws InterruptedException {
    switch (message) {
      case FromNode.Begun _, FromNode.NotReached _ -> {
        if (!head.complete(message)) {
          throw new IllegalArgumentException("an answer begins once");
        }
      }
      case FromNode.BrokeOff(var why) -> brokeOff(why);
      case FromNode.Ended _ -> {
        requireBegun();
        put(new End());
      }
      case FromNode.Offered _ -> throw new IllegalArgumentException("a line carries no offers");
    }
  }

  void piece(ByteBuffer bytes) throws InterruptedException {
    requireBegun();
    put(new Bytes(bytes));
  }

  private void requireBegun() {
    if (!head.isDone()) {
      throw new IllegalArgumentException("an answer begins with its status");
    }
  }

  /** Nothing more will come. */
  void brokeOff(String why) throws InterruptedException {
    if (!head.complete(new FromNode.BrokeOff(why))) {
      put(new Broken(why));
    }
  }

  private void put(Piece piece) throws InterruptedException {
    if (!closed) {
      pieces.put(piece);
    }
  }

  /** Waits until it is known what came of the question. */
  Outcome outcome(Duration patience) {
    try {
      return switch (head.get(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        case FromNode.Begun status -> {
          begun = status;
          yield new Answered(this);
        }
        case FromNode.NotReached(var why) -> {
          whole = true;
          close();
          yield new NotSent(why);
        }
        case FromNode.BrokeOff(var why) -> lost(why, false);
        case FromNode.Ended _, FromNode.Offered _ ->
            throw new IllegalStateException("no answer begins so");
      };
    } catch (TimeoutException _) {
      return lost("no answer within %d s".formatted(patience.toSeconds()), true);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return lost("control is stopping", false);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome lost(String why, boolean late) {
    close();
    return new Lost(why, late);
  }

  @Override
  public int status() {
    return begun.status();
  }

  @Override
  public Optional<Duration> retryAfter() {
    return begun.retryAfter();
  }

  @Override
  public Piece next(Duration patience) {
    try {
      var piece = pieces.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (piece instanceof End) {
        whole = true;
      }
      return piece == null ? new Silence() : piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Broken("control is stopping");
    }
  }

  /** What is not whole is ended with its line: the node sees that, and stops its server. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pieces.clear();
      over.accept(whole);
    }
  }
}
