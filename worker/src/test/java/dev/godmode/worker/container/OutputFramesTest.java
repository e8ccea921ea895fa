package dev.godmode.worker.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputFramesTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void the_two_streams_are_taken_apart() throws Exception {
    frame(1, "out");
    frame(2, "err");
    frame(1, "put");

    try (var frames = new OutputFrames(new ByteArrayInputStream(said.toByteArray()), false)) {
      assertThat(text(frames.output())).isEqualTo("output");
      assertThat(text(frames.errors())).isEqualTo("err");
    }
  }

  @Test
  void joined_everything_comes_in_the_order_it_was_said() throws Exception {
    frame(1, "one ");
    frame(2, "two ");
    frame(1, "three");

    try (var frames = new OutputFrames(new ByteArrayInputStream(said.toByteArray()), true)) {
      assertThat(text(frames.output())).isEqualTo("one two three");
      assertThat(text(frames.errors())).isEmpty();
    }
  }

  @Test
  void a_frame_that_is_cut_off_gives_what_was_there() throws Exception {
    frame(1, "whole");
    frame(1, "broken off");
    var cut = new ByteArrayInputStream(said.toByteArray(), 0, said.size() - 4);

    try (var frames = new OutputFrames(cut, false)) {
      assertThat(text(frames.output())).isEqualTo("wholebroken");
    }
  }

  @Test
  void a_frame_larger_than_the_pipe_passes_through_it() throws Exception {
    frame(2, "x".repeat(1 << 20));

    try (var frames = new OutputFrames(new ByteArrayInputStream(said.toByteArray()), false)) {
      assertThat(text(frames.errors())).hasSize(1 << 20);
    }
  }

  private void frame(int stream, String text) throws IOException {
    var out = new DataOutputStream(said);
    out.writeByte(stream);
    out.write(new byte[3]);
    out.writeInt(text.length());
    out.writeBytes(text);
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
