package dev.godmode.worker.session;

import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.Frame;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.worker.connection.ControlListener;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One open connection to control: whole messages in and out, in order. */
final class Stream extends ControlListener {

  private static final int OUTBOX_MAX = 10_000;
  private static final int INBOX_MAX = 10_000;

  /** What comes in: messages, then the end. */
  sealed interface In {
    record Message(ControlMessage message) implements In {}

    record Closed(String reason) implements In {}
  }

  private final BlockingQueue<In> inbox = new LinkedBlockingQueue<>(INBOX_MAX);
  private final BlockingQueue<WorkerMessage> outbox = new ArrayBlockingQueue<>(OUTBOX_MAX);
  private volatile Optional<WebSocket> socket = Optional.empty();
  private volatile boolean closed;

  /** Done when the last ping has left. */
  private CompletableFuture<WebSocket> pinging = new CompletableFuture<>();

  Stream() {
    super(StreamProtocol.FRAME_MAX_BYTES);
  }

  void open(WebSocket opened) {
    socket = Optional.of(opened);
    pinging = CompletableFuture.completedFuture(opened);
    Thread.ofVirtual().name("to-control").start(() -> sendAll(opened));
  }

  /** False when the stream is closed or control reads too slowly: then it is closed. */
  boolean send(WorkerMessage message) {
    if (closed) {
      return false;
    }
    if (!outbox.offer(message)) {
      close("control reads too slowly");
      return false;
    }
    return true;
  }

  /** The next thing that comes in, or empty after the wait. */
  Optional<In> receive(Duration wait) throws InterruptedException {
    return Optional.ofNullable(inbox.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Asks for a sign of life, unless the last question is still on its way out. */
  void ping() {
    if (pinging.isDone()) {
      socket.ifPresent(
          open ->
              pinging =
                  open.sendPing(ByteBuffer.allocate(0))
                      .exceptionally(
                          fault -> {
                            close("cannot ping: " + fault.getMessage());
                            return open;
                          }));
    }
  }

  /** Whether all that was to be sent is on its way. */
  boolean isIdle() {
    return outbox.isEmpty();
  }

  /** Ends it from here. */
  void close(String reason) {
    over(reason);
  }

  @Override
  protected void over(String reason) {
    if (!closed) {
      closed = true;
      socket.ifPresent(WebSocket::abort);
      inbox.offer(new In.Closed(reason));
    }
  }

  private void sendAll(WebSocket open) {
    try {
      while (!closed) {
        var message = outbox.poll(1, TimeUnit.SECONDS);
        if (message != null) {
          open.sendText(Frame.pack(WorkerMessage.class, message, outbox).text(), true).join();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CompletionException | IllegalStateException e) {
      close("cannot send: " + e.getMessage());
    }
  }

  @Override
  protected void heard(WebSocket open, String text) {
    for (var message : Frame.unpack(ControlMessage.class, text)) {
      if (!inbox.offer(new In.Message(message))) {
        over("too many messages wait");
      }
    }
    open.request(1);
  }
}
