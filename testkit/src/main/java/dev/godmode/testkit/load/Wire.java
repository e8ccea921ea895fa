package dev.godmode.testkit.load;

import dev.godmode.protocol.stream.StreamProtocol;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;

/**
 * A WebSocket (RFC 6455) on a blocking socket, as little of it as a worker's stream needs. The
 * JDK's has a thread of the system for each client, and each of our nodes has a certificate and so
 * a client of its own; here a virtual thread is enough.
 */
final class Wire implements Closeable {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int SHORT_MAX = 125;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MASK_BYTES = 4;
  private static final int HEAD_MAX = 14;

  /** Any 16 bytes will do: the answer's proof is of use to proxies, and there are none. */
  private static final String KEY = "Z29kbW9kZSBsb2FkISEhIQ==";

  private final Socket socket;
  private final DataInputStream in;
  private final ReentrantLock sending = new ReentrantLock();

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 12));
  }

  /**
   * Opens a stream to control's fleet port.
   *
   * @param address host:port
   */
  static Wire dial(SSLContext tls, String address) throws IOException {
    var target = URI.create("wss://" + address);
    var socket = tls.getSocketFactory().createSocket();
    try {
      socket.connect(new InetSocketAddress(target.getHost(), target.getPort()), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      var wire = new Wire(socket);
      wire.upgrade(address);
      return wire;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void upgrade(String address) throws IOException {
    var request =
        """
        GET %s HTTP/1.1
        Host: %s
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: %s

        """
            .formatted(StreamProtocol.PATH, address, KEY)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    var status = line();
    if (!status.contains(" 101 ")) {
      throw new IOException("control did not open a stream: " + status);
    }
    while (!line().isEmpty()) {
      // The other headers say nothing that matters here.
    }
  }

  private String line() throws IOException {
    var text = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the stream ended within its head");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  void send(String text) throws IOException {
    send(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The mask is all zeros: it guards proxies against browsers, and costs time. */
  private void send(int kind, byte[] payload) throws IOException {
    var frame = ByteBuffer.allocate(HEAD_MAX + payload.length).put((byte) (FINAL | kind));
    if (payload.length <= SHORT_MAX) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | EIGHT_BYTES)).putLong(payload.length);
    }
    frame.put(new byte[MASK_BYTES]).put(payload);
    sending.lock();
    try {
      socket.getOutputStream().write(frame.array(), 0, frame.position());
    } finally {
      sending.unlock();
    }
  }

  /** The next whole text; the end of the stream is an exception. */
  String receive() throws IOException {
    var whole = new StringBuilder();
    while (true) {
      var head = in.readUnsignedByte();
      var payload = payload();
      switch (head & 0xF) {
        case TEXT, CONTINUATION -> {
          whole.append(new String(payload, StandardCharsets.UTF_8));
          if ((head & FINAL) != 0) {
            return whole.toString();
          }
        }
        case PING -> send(PONG, payload);
        case CLOSE -> throw new EOFException("closed by control: " + reason(payload));
        default -> {
          // A pong, or what a later version of the protocol may bring.
        }
      }
    }
  }

  private byte[] payload() throws IOException {
    var length = in.readUnsignedByte();
    return in.readNBytes(
        switch (length) {
          case TWO_BYTES -> in.readUnsignedShort();
          case EIGHT_BYTES -> Math.toIntExact(in.readLong());
          default -> length;
        });
  }

  /** A close frame has two bytes of code before its words. */
  private static String reason(byte[] payload) {
    return payload.length <= 2
        ? "no reason"
        : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
