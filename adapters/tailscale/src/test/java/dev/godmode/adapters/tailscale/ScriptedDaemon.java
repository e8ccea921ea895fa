package dev.godmode.adapters.tailscale;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Something that listens where tailscaled would, and answers what a test says. */
final class ScriptedDaemon implements AutoCloseable {

  private final ServerSocketChannel door;
  private final Function<String, byte[]> answers;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * A daemon.
   *
   * @param answers the whole answer to "GET status"; nothing at all, not even an end, when empty
   */
  ScriptedDaemon(Path socket, Function<String, byte[]> answers) {
    this.answers = answers;
    try {
      door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      door.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  static byte[] ok(String body) {
    return "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n%s"
        .formatted(body)
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] no(int status, String body) {
    return "HTTP/1.0 %d No\r\n\r\n%s".formatted(status, body).getBytes(StandardCharsets.UTF_8);
  }

  static String recorded(String name) {
    try (InputStream in = ScriptedDaemon.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no recording " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  private void serve() {
    try {
      while (true) {
        var client = door.accept();
        Thread.ofVirtual().start(() -> answer(client));
      }
    } catch (ClosedChannelException e) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(SocketChannel client) {
    try (client) {
      var request = ByteBuffer.allocate(4096);
      client.read(request);
      var line = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
      var words = line.split(" ", 3);
      var what = words[0] + " " + words[1].replaceFirst("^/localapi/v0/", "");
      asked.add(what);
      var answer = answers.apply(what);
      if (answer.length == 0) {
        over.await();
        return;
      }
      var bytes = ByteBuffer.wrap(answer);
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
    } catch (IOException e) {
      // Whoever asked had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    door.close();
  }
}
