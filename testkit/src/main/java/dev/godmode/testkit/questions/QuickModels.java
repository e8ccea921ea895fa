package dev.godmode.testkit.questions;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godmode.testkit.questions.MessageReader.Head;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.stream.IntStream;

/**
 * A provider on loopback with one model, which answers at once and always the same: a whole answer
 * of some sentences, or a stream of {@value #TOKENS} tokens, each in a packet of its own.
 */
public final class QuickModels implements AutoCloseable {

  public static final String MODEL = "quick";

  static final int TOKENS = 20;

  private static final int BACKLOG = 1_024;

  private static final byte[] LIST =
      whole(
          "{\"object\":\"list\",\"data\":[{\"id\":\"%s\",\"object\":\"model\"}]}".formatted(MODEL));

  private static final byte[] ANSWER =
      whole(
          """
          {"id":"chatcmpl-quick","object":"chat.completion","created":1700000000,"model":"%s","choices":[{"index":0,\
          "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
          "usage":{"prompt_tokens":250,"completion_tokens":100,"total_tokens":350}}\
          """
              .formatted(MODEL, "It is the answer that you waited for. ".repeat(12)));

  private static final byte[] STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
          .getBytes(UTF_8);

  private static final byte[] TOKEN = event("{\"content\":\" word\"}", "null", "");
  private static final byte[] LAST =
      event(
          "{}",
          "\"stop\"",
          ",\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":20,\"total_tokens\":270}");
  private static final byte[] STREAM_END =
      (chunk("data: [DONE]\n\n") + "0\r\n\r\n").getBytes(UTF_8);

  private final ServerSocket listening;

  /** Begins to serve, on any port that is free. */
  public QuickModels() {
    try {
      listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("quick-models").start(this::accept);
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:%d/v1".formatted(listening.getLocalPort());
  }

  private static byte[] whole(String json) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(json.length(), json)
        .getBytes(UTF_8);
  }

  private static byte[] event(String delta, String finish, String more) {
    return chunk(
            """
            data: {"id":"chatcmpl-quick","object":"chat.completion.chunk","created":1700000000,"model":"%s",\
            "choices":[{"index":0,"delta":%s,"finish_reason":%s}]%s}

            """
                .formatted(MODEL, delta, finish, more))
        .getBytes(UTF_8);
  }

  private static String chunk(String text) {
    return "%x\r\n%s\r\n".formatted(text.length(), text);
  }

  private void accept() {
    try {
      while (true) {
        var socket = listening.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // It was closed: there is nobody to tell.
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new MessageReader(socket.getInputStream());
      for (var head = in.head(); head.isPresent(); head = in.head()) {
        answer(head.get(), in.body(head.get()).text(), socket.getOutputStream());
      }
    } catch (IOException e) {
      // Its client went, as clients do.
    }
  }

  private static void answer(Head head, String question, OutputStream out) throws IOException {
    if (head.first().startsWith("GET")) {
      out.write(LIST);
    } else if (question.contains("\"stream\":true")) {
      out.write(STREAM_HEAD);
      for (var _ : IntStream.range(0, TOKENS).toArray()) {
        out.write(TOKEN);
      }
      out.write(LAST);
      out.write(STREAM_END);
    } else {
      out.write(ANSWER);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
