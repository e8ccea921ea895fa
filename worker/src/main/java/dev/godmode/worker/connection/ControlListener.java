package dev.godmode.worker.connection;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Hears what control says over one connection: whole texts, signs of life, and the end, whichever
 * way it comes.
 */
public abstract class ControlListener implements WebSocket.Listener {

  private final int textMax;
  private final StringBuilder partial = new StringBuilder();
  private volatile long heardNanos = System.nanoTime();

  /**
   * One that has heard nothing.
   *
   * @param textMax characters of a text; a longer one ends the connection
   */
  protected ControlListener(int textMax) {
    this.textMax = textMax;
  }

  /** A whole text; whoever takes it asks the connection for more when there is room. */
  protected abstract void heard(WebSocket open, String text);

  /** Control has ended the connection, or it broke; may be said more than once. */
  protected abstract void over(String why);

  /** How long control has said nothing, signs of life included. */
  public final Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  /** Something has come in. */
  protected final void alive() {
    heardNanos = System.nanoTime();
  }

  @Override
  public final @Nullable CompletionStage<?> onText(
      WebSocket open, CharSequence data, boolean last) {
    alive();
    partial.append(data);
    if (partial.length() > textMax) {
      over("control sent a message that is too long");
    } else if (last) {
      var whole = partial.toString();
      partial.setLength(0);
      heard(open, whole);
    } else {
      open.request(1);
    }
    return null;
  }

  @Override
  public final @Nullable CompletionStage<?> onPing(WebSocket open, ByteBuffer message) {
    return sign(open);
  }

  @Override
  public final @Nullable CompletionStage<?> onPong(WebSocket open, ByteBuffer message) {
    return sign(open);
  }

  private @Nullable CompletionStage<?> sign(WebSocket open) {
    alive();
    open.request(1);
    return null;
  }

  @Override
  public final @Nullable CompletionStage<?> onClose(WebSocket open, int status, String reason) {
    over(reason.isEmpty() ? "closed by control (%d)".formatted(status) : reason);
    return null;
  }

  @Override
  public final void onError(WebSocket open, Throwable fault) {
    over(String.valueOf(fault.getMessage()));
  }
}
