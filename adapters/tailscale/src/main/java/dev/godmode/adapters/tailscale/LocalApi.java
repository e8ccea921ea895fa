package dev.godmode.adapters.tailscale;

import dev.godmode.protocol.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One question and its answer over tailscaled's Unix socket. The JDK's client knows no such
 * sockets; HTTP/1.0 needs none: one request, an answer up to the end of the stream.
 */
final class LocalApi {

  /** A tailscaled that is well answers within milliseconds. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A tailnet of ten thousand machines has a status of some 10 MB. */
  static final int ANSWER_MAX_BYTES = 64 << 20;

  private static final int CHUNK_BYTES = 16 << 10;
  private static final String HEAD_END = "\r\n\r\n";

  private final Path socket;
  private final Duration patience;

  LocalApi(Path socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /**
   * An answer.
   *
   * @param status of HTTP
   */
  record Answer(int status, String body) {

    /**
     * The document in it.
     *
     * @throws IOException when it is none
     */
    JsonNode document() throws IOException {
      if (status != 200) {
        throw new IOException("answers %d: %s".formatted(status, body.strip()));
      }
      try {
        return Json.tree(body);
      } catch (JacksonException e) {
        throw new IOException("answers no JSON", e);
      }
    }
  }

  /**
   * Asks.
   *
   * @param path "status"
   * @throws IOException when there is no answer within the patience
   */
  Answer ask(String method, String path) throws IOException {
    var asking = new FutureTask<>(() -> exchange(method, path));
    var thread = Thread.ofVirtual().name("tailscaled").start(asking);
    try {
      return asking.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt(); // closes the channel that it waits on
      throw new IOException("no answer within %d ms".formatted(patience.toMillis()), e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  private Answer exchange(String method, String path) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      var request =
          "%s /localapi/v0/%s HTTP/1.0\r\nHost: local-tailscaled.sock\r\nContent-Length: 0\r\n\r\n"
              .formatted(method, path);
      var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return answer(read(channel));
    }
  }

  private static String read(SocketChannel channel) throws IOException {
    var all = new ByteArrayOutputStream();
    var chunk = ByteBuffer.allocate(CHUNK_BYTES);
    while (channel.read(chunk.clear()) >= 0) {
      all.write(chunk.array(), 0, chunk.position());
      if (all.size() > ANSWER_MAX_BYTES) {
        throw new IOException("answers with more than %d bytes".formatted(ANSWER_MAX_BYTES));
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static Answer answer(String text) throws IOException {
    var end = text.indexOf(HEAD_END);
    var words = text.split(" ", 3);
    if (end < 0 || !text.startsWith("HTTP/1.") || words.length < 3 || !words[1].matches("\\d{3}")) {
      throw new IOException("does not answer as tailscaled does");
    }
    return new Answer(Integer.parseInt(words[1]), text.substring(end + HEAD_END.length()));
  }
}
