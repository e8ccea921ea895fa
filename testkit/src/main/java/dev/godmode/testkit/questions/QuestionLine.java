package dev.godmode.testkit.questions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/** A connection over which the same question is asked again and again. */
final class QuestionLine implements AutoCloseable {

  /** About 250 tokens, as much as a short turn of an agent. */
  private static final String PROMPT =
      "What would you do next, and why would you do it? ".repeat(20);

  private final Socket socket;
  private final MessageReader answers;
  private final byte[] question;

  private QuestionLine(Socket socket, byte[] question) throws IOException {
    this.socket = socket;
    this.answers = new MessageReader(socket.getInputStream());
    this.question = question;
  }

  static QuestionLine open(Order order) throws IOException {
    var socket = new Socket(order.at().getHost(), order.at().getPort());
    socket.setTcpNoDelay(true);
    return new QuestionLine(socket, question(order));
  }

  private static byte[] question(Order order) {
    var body =
        """
        {"model":"%s","stream":%b,"temperature":0.7,"messages":[{"role":"system","content":"You are brief."},\
        {"role":"user","content":"%s"}]}\
        """
            .formatted(QuickModels.MODEL, order.streams(), PROMPT);
    return "POST %s/chat/completions HTTP/1.1\r\nHost: %s\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(
            order.at().getPath(),
            order.at().getAuthority(),
            order.token().map("Authorization: Bearer %s\r\n"::formatted).orElse(""),
            body.length(),
            body)
        .getBytes(UTF_8);
  }

  /** When an answer began, and when it was whole. */
  record Answered(long beganNanos, long wholeNanos) {}

  /**
   * Asks once more, and waits.
   *
   * @throws IOException when there is no answer, or none of success
   */
  Answered ask() throws IOException {
    socket.getOutputStream().write(question);
    var head = answers.head().orElseThrow(() -> new EOFException("the connection was ended"));
    var body = answers.body(head);
    if (!head.first().contains(" 200 ")) {
      throw new IOException(head.first() + ": " + body.text());
    }
    return new Answered(body.beganNanos(), System.nanoTime());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
