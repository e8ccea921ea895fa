package dev.godmode.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class FrameTest {

  private static ControlMessage stop(int number, String reason) {
    return new ControlMessage.Stop(new AttemptKey(new TaskId("task" + number), 1, number), reason);
  }

  @Test
  void what_waits_goes_along_in_order() {
    var waiting = new ArrayDeque<>(List.of(stop(2, ""), stop(3, "")));

    var frame = Frame.pack(ControlMessage.class, stop(1, "now"), waiting);

    assertThat(waiting).isEmpty();
    assertThat(Frame.unpack(ControlMessage.class, frame.text()))
        .isEqualTo(frame.messages())
        .containsExactly(stop(1, "now"), stop(2, ""), stop(3, ""));
  }

  @Test
  void a_frame_that_is_full_leaves_the_rest_for_the_next() {
    var all = new ArrayDeque<ControlMessage>();
    IntStream.range(0, 10).forEach(i -> all.add(stop(i, "x".repeat(40_000))));
    var expected = new ArrayList<>(all);
    var unpacked = new ArrayList<ControlMessage>();
    var frames = 0;

    while (!all.isEmpty()) {
      var frame = Frame.pack(ControlMessage.class, all.remove(), all);
      unpacked.addAll(Frame.unpack(ControlMessage.class, frame.text()));
      frames++;
    }

    assertThat(frames).isEqualTo(3);
    assertThat(unpacked).isEqualTo(expected);
  }

  @Test
  void what_is_no_array_of_messages_is_refused() {
    assertThatThrownBy(() -> Frame.unpack(ControlMessage.class, "[{\"type\":\"Nonsense\"}]"))
        .isInstanceOf(JacksonException.class);
    assertThatThrownBy(() -> Frame.unpack(ControlMessage.class, "{\"type\":\"Stop\"}"))
        .isInstanceOf(JacksonException.class);
  }
}
