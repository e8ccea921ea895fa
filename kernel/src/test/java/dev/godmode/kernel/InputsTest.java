package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.godmode.protocol.stream.Frame;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputsTest {

  private final Scenario s = new Scenario();

  @Test
  void of_two_with_the_same_roadmap_key_the_newer_has_the_name_and_both_are_handed_on() {
    s.node("forge", 4);
    var older = s.submit(named("older").fromRoadmap("12"));
    var newer = s.submit(named("newer").fromRoadmap("12"));
    var gathers = s.submit(named("gathers").after(older, newer));

    end(older, "from the older");
    end(newer, "from the newer");

    assertThat(s.dispatched(gathers).inputs())
        .containsOnly(entry("12", "from the newer"), entry(older.value(), "from the older"));
  }

  @Test
  void what_is_too_much_for_one_message_is_left_out_and_says_so() {
    var most = "x".repeat(AttemptReport.RESULT_MAX_BYTES);

    var inputs = Inputs.of(results(1_000, most));

    assertThat(inputs).hasSize(1_000).containsEntry("t0000", most);
    assertThat(inputs.get("t0999"))
        .isEqualTo(
            "left out: what this task comes after has left it more than 2 MiB. gm task show t0999");
    assertThat(carried(inputs.values())).isLessThan(StreamProtocol.FRAME_MAX_BYTES / 2 + 200_000);
  }

  @Test
  void control_characters_count_as_much_as_they_take_in_a_message() {
    var escapes = "\u001b".repeat(AttemptReport.RESULT_MAX_BYTES);

    var inputs = Inputs.of(results(100, escapes));

    assertThat(carried(inputs.values())).isLessThan(StreamProtocol.FRAME_MAX_BYTES / 2 + 200_000);
  }

  private static int carried(Iterable<String> texts) {
    var sum = 0;
    for (var text : texts) {
      sum += Frame.weight(text);
    }
    return sum;
  }

  private static List<EndedDependency> results(int count, String each) {
    return IntStream.range(0, count)
        .mapToObj(i -> new TaskId("t%04d".formatted(i)))
        .map(id -> new EndedDependency(id, id.value(), TaskState.SUCCEEDED, each))
        .toList();
  }

  private void end(TaskId task, String result) {
    s.end(s.running(task).node(), s.attempt(task), Scenario.report(Ending.SUCCEEDED, result));
  }
}
