package dev.godmode.worker.service;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.service.FromNode;
import dev.godmode.protocol.service.ServiceProtocol;
import dev.godmode.protocol.service.ToNode;
import dev.godmode.worker.connection.ControlListener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A connection to control, opened from here: what comes in waits until it is taken, and control
 * waits until then; signs of life go both ways, so that each end knows within seconds when the
 * other is gone.
 */
final class ControlSocket extends ControlListener {

  /** What comes in. */
  sealed interface In {}

  record Said(ToNode message) implements In {}

  record Piece(ByteBuffer bytes) implements In {}

  /** Somebody here wants it looked after. */
  record Nudged() implements In {}

  record Over(String why) implements In {}

  private final BlockingQueue<In> inbox = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
  private final Runnable whenOver;

  private ControlSocket(Runnable whenOver) {
    super(ServiceProtocol.MESSAGE_MAX_CHARACTERS);
    this.whenOver = whenOver;
  }

  /**
   * Opens one.
   *
   * @param address control's: host:port
   * @param whenOver told when control has ended it, or is gone
   */
  static ControlSocket open(HttpClient client, String address, String path, Runnable whenOver)
      throws IOException {
    var fresh = new ControlSocket(whenOver);
    try {
      fresh.socket.complete(
          client
              .newWebSocketBuilder()
              .connectTimeout(client.connectTimeout().orElseThrow())
              .buildAsync(URI.create("wss://" + address + path), fresh)
              .join());
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
    Thread.ofVirtual().name("service-signs").start(fresh::giveSigns);
    return fresh;
  }

  private void giveSigns() {
    var open = socket.join();
    var last = CompletableFuture.completedFuture(open);
    try {
      while (!ended.await(ServiceProtocol.SIGN_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        if (silence().compareTo(ServiceProtocol.SILENCE_MAX) > 0) {
          over("control is silent");
        } else if (last.isDone()) {
          last = open.sendPing(ByteBuffer.allocate(0));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next that comes in; waits for it. */
  In take() throws InterruptedException {
    var next = inbox.take();
    if (next instanceof Said || next instanceof Piece) {
      socket.join().request(1);
    }
    return next;
  }

  void nudge() {
    inbox.add(new Nudged());
  }

  void say(FromNode message) throws IOException {
    sent(socket.join().sendText(Json.write(FromNode.class, message), true));
  }

  /** Sends a piece of a body; waits until it is on its way. */
  void send(ByteBuffer piece) throws IOException {
    sent(socket.join().sendBinary(piece, true));
  }

  private static void sent(CompletableFuture<WebSocket> sending) throws IOException {
    try {
      var _ = sending.join();
    } catch (CompletionException e) {
      throw new IOException("control does not take it any more", e.getCause());
    }
  }

  /** Ends it from here. */
  void end() {
    ended.countDown();
    socket.join().abort();
  }

  @Override
  protected void over(String why) {
    var first = ended.getCount() > 0;
    end();
    inbox.add(new Over(why));
    if (first) {
      whenOver.run();
    }
  }

  @Override
  protected void heard(WebSocket open, String text) {
    try {
      inbox.add(new Said(Json.read(ToNode.class, text)));
    } catch (JacksonException e) {
      over("control says what this worker does not know: " + e.getOriginalMessage());
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer data, boolean last) {
    alive();
    var copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
    inbox.add(new Piece(copy));
    return null;
  }
}
