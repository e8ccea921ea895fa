package dev.godmode.adapters.models;

import dev.godmode.control.inference.ModelServer.Answer;
import dev.godmode.control.inference.ModelServer.Broken;
import dev.godmode.control.inference.ModelServer.Bytes;
import dev.godmode.control.inference.ModelServer.End;
import dev.godmode.control.inference.ModelServer.Piece;
import dev.godmode.control.inference.ModelServer.Silence;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** An answer over HTTP. Its connection is kept when it was read to its end, and ended else. */
final class HttpAnswer implements Answer {

  private static final int PIECE_MAX_BYTES = 8 << 10;

  private final HttpUriRequestBase request;
  private final ClassicHttpResponse response;
  private final Duration patience;
  private final InputStream body;
  private Optional<PieceQueue> queue = Optional.empty();
  private volatile boolean whole;

  /**
   * The answer to a request.
   *
   * @param patience of its connection, between two pieces
   */
  HttpAnswer(HttpUriRequestBase request, ClassicHttpResponse response, Duration patience)
      throws IOException {
    this.request = request;
    this.response = response;
    this.patience = patience;
    this.body = body(response.getEntity());
  }

  private static InputStream body(@Nullable HttpEntity entity) throws IOException {
    return entity == null ? InputStream.nullInputStream() : entity.getContent();
  }

  @Override
  public int status() {
    return response.getCode();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  @Override
  public Optional<Duration> retryAfter() {
    return header("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** Who waits as long as the connection does needs no thread in between. */
  @Override
  public Piece next(Duration within) {
    if (queue.isEmpty() && within.compareTo(patience) >= 0) {
      return read();
    }
    if (queue.isEmpty()) {
      queue = Optional.of(new PieceQueue(this::read));
    }
    return queue.get().next(within);
  }

  private Piece read() {
    try {
      var bytes = new byte[PIECE_MAX_BYTES];
      var length = body.read(bytes);
      if (length >= 0) {
        return new Bytes(ByteBuffer.wrap(Arrays.copyOf(bytes, length)));
      }
      whole = true;
      return new End();
    } catch (SocketTimeoutException e) {
      return new Silence();
    } catch (IOException e) {
      return new Broken("the connection broke");
    }
  }

  /** Cancelled first: else what is still to come would be read, to keep the connection. */
  @Override
  public void close() {
    if (!whole) {
      request.cancel();
    }
    queue.ifPresent(PieceQueue::close);
    try {
      response.close();
    } catch (IOException e) {
      // The connection is ended already, which is all that was wanted.
    }
  }
}
