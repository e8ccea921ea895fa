package dev.godmode.testkit.questions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuestionLoadTest {

  private static final int HELD_MILLIS = 900;
  private static final byte[] NOTHING =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8);

  private final QuickModels models = new QuickModels();

  @AfterEach
  void stop() {
    models.close();
  }

  private Round asked(boolean streams, int rate) throws InterruptedException {
    return new QuestionLoad(
            new Order(URI.create(models.url()), Optional.empty(), streams, rate, 1, 4))
        .run();
  }

  @Test
  void as_many_are_asked_as_are_due() throws InterruptedException {
    var round = asked(false, 50);

    assertThat(round.trouble()).isEmpty();
    assertThat(round.calls()).isEqualTo(50);
    assertThat(round.whole().p50()).isPositive().isLessThanOrEqualTo(round.whole().p99());
  }

  @Test
  void a_stream_begins_before_it_is_whole() throws InterruptedException {
    var round = asked(true, 0);

    assertThat(round.trouble()).isEmpty();
    assertThat(round.calls()).isPositive();
    assertThat(round.first().p50()).isPositive().isLessThanOrEqualTo(round.whole().p50());
  }

  @Test
  void a_question_that_had_to_wait_counts_from_when_it_was_due()
      throws IOException, InterruptedException {
    try (var slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> holdBackTheFirst(slow));

      var at = URI.create("http://127.0.0.1:%d/v1".formatted(slow.getLocalPort()));
      var round = new QuestionLoad(new Order(at, Optional.empty(), false, 10, 1, 1)).run();

      assertThat(round.trouble()).isEmpty();
      assertThat(round.calls()).isEqualTo(10);
      assertThat(round.whole().p50()).isGreaterThan(300);
    }
  }

  /** Until the first is answered no other comes over the connection; then all come at once. */
  private static void holdBackTheFirst(ServerSocket slow) {
    try (var socket = slow.accept()) {
      var in = new MessageReader(socket.getInputStream());
      in.body(in.head().orElseThrow());
      requireNothingFor(HELD_MILLIS, socket);
      socket.getOutputStream().write(NOTHING);
      for (var head = in.head(); head.isPresent(); head = in.head()) {
        in.body(head.get());
        socket.getOutputStream().write(NOTHING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireNothingFor(int millis, Socket socket) throws IOException {
    socket.setSoTimeout(millis);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(0);
  }

  @Test
  void what_went_wrong_is_said() throws InterruptedException {
    models.close();

    assertThat(asked(false, 10).trouble()).contains("refused");
  }

  @Test
  void a_message_comes_by_its_length_or_in_chunks() throws IOException {
    var sent =
        """
        HTTP/1.1 200 OK
        content-length: 3

        abcHTTP/1.1 200 OK
        Transfer-Encoding: chunked

        2
        de
        1;x=y
        f
        0

        """
            .replace("\n", "\r\n");
    var reader = new MessageReader(new ByteArrayInputStream(sent.getBytes(UTF_8)));

    var first = reader.body(reader.head().orElseThrow());
    var second = reader.body(reader.head().orElseThrow());

    assertThat(first.text()).isEqualTo("abc");
    assertThat(second.text()).isEqualTo("def");
    assertThat(reader.head()).isEmpty();
  }
}
