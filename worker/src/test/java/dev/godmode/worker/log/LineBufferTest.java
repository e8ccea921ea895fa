package dev.godmode.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.text.Redaction;
import dev.godmode.worker.log.LineBuffer.Piece;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LineBufferTest {

  private final LineBuffer buffer =
      new LineBuffer(Source.STDERR, new Redaction(Map.of()), () -> {});

  private void append(String text) throws InterruptedException {
    append(text, 0);
  }

  private void append(String text, long nowNanos) throws InterruptedException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.append(bytes, bytes.length, nowNanos);
  }

  @Test
  void lines_are_whole_however_they_arrive() throws Exception {
    append("on");
    append("e\ntw");
    append("o\n");

    assertThat(buffer.drain(0)).extracting(Piece::text).containsExactly("one", "two");
  }

  @Test
  void a_half_line_is_shown_when_it_has_waited_long_enough() throws Exception {
    append("Continue? ", 0);

    assertThat(buffer.drain(1)).isEmpty();
    assertThat(buffer.drain(LineBuffer.HALF_LINE_WAITS.toNanos()))
        .containsExactly(new Piece(Source.STDERR, "Continue? ", true));
  }

  @Test
  void a_line_without_end_is_cut_into_parts() throws Exception {
    append("x".repeat(LineBuffer.LINE_MAX_BYTES + 1) + "\n");

    assertThat(buffer.drain(0)).extracting(Piece::partial).containsExactly(true, false);
  }

  @Test
  void what_is_left_without_a_newline_comes_at_the_end() throws Exception {
    append("last words");

    assertThat(buffer.end()).extracting(Piece::text).containsExactly("last words");
  }

  @Test
  void colours_and_carriage_returns_are_kept() throws Exception {
    append("\u001b[31m10 %\r20 %\u001b[0m\n");

    assertThat(buffer.drain(0))
        .extracting(Piece::text)
        .containsExactly("\u001b[31m10 %\r20 %\u001b[0m");
  }

  @Test
  void a_flood_waits_until_somebody_takes_its_lines() throws Exception {
    append("x\n".repeat(5_000));
    var more =
        CompletableFuture.runAsync(
            () -> {
              try {
                append("more\n");
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(more.isDone()).isFalse();

    buffer.drain(0);
    more.join();

    assertThat(buffer.drain(0)).extracting(Piece::text).containsExactly("more");
  }
}
