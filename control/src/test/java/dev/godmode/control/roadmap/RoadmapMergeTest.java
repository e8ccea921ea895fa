package dev.godmode.control.roadmap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command;
import dev.godmode.protocol.api.World.Conflict;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskSpecBuilder;
import dev.godmode.protocol.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both sides did, and what becomes of it. */
class RoadmapMergeTest {

  private static final List<String> WORDS =
      List.of("todo", "pending", "in_progress", "done", "failed", "blocked", "paused", "canceled");

  @TempDir private Path folder;
  private RoadmapBench bench = new RoadmapBench(Path.of(""));

  @BeforeEach
  void set_up() {
    bench = new RoadmapBench(folder);
  }

  @Test
  void what_both_sides_changed_keeps_the_database_and_shows_the_loser() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\"}");
    var task = bench.task("1");
    bench.order(new Command.AmendTask(task.id(), named(task.spec(), "theirs")));

    bench.replace("\"a\"", "\"ours\"");

    assertThat(bench.task("1").spec().name()).isEqualTo("theirs");
    assertThat(bench.loop.view().conflicts())
        .containsExactly(
            new Conflict(
                "1",
                "name was changed in the file to 'ours' and elsewhere to 'theirs', which is kept"));
    assertThat(bench.lines().getFirst()).contains("ours");
  }

  @Test
  void what_only_one_side_changed_is_taken_from_both() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\", \"goal\": \"x\"}");
    var task = bench.task("1");
    bench.order(new Command.AmendTask(task.id(), named(task.spec(), "theirs")));

    bench.replace("\"x\"", "\"y\"");

    assertThat(bench.task("1").spec()).extracting("name", "goal").containsExactly("theirs", "y");
    assertThat(bench.loop.view().conflicts()).isEmpty();
  }

  @Test
  void a_failed_task_is_tried_again_with_what_was_mended() throws IOException {
    failed();

    bench.replace("\"command\": \"false\"", "\"command\": \"true\"");
    assertThat(bench.loop.view().conflicts())
        .extracting(Conflict::reason)
        .containsExactly("it has ended: set its status to pending to run it again with the change");
    bench.replace("\"status\": \"failed\"", "\"status\": \"pending\"");

    assertThat(bench.state("1")).isEqualTo(TaskState.RUNNING);
    assertThat(bench.task("1").spec().command()).containsExactly("/bin/sh", "-c", "true");
    assertThat(bench.loop.view().conflicts()).isEmpty();
  }

  @Test
  void an_open_change_is_noted_once_and_leaves_the_loop_at_rest() throws IOException {
    failed();
    bench.replace("\"command\": \"false\"", "\"command\": \"true\"");
    var before = bench.events.size();

    bench.pass();
    bench.pass();

    assertThat(bench.events).hasSize(before);
  }

  @Test
  void a_cancelled_row_stops_what_runs() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\", \"command\": \"true\", \"status\": \"pending\"}");
    bench.connectNode();
    bench.start("1");
    bench.pass();

    bench.replace("\"running\"", "\"cancelled\"");
    bench.end("1", Ending.STOPPED, "");
    bench.pass();

    assertThat(bench.state("1")).isEqualTo(TaskState.CANCELLED);
    assertThat(bench.lines().getFirst()).contains("\"status\": \"cancelled\"");
  }

  @Test
  void a_circle_made_by_hand_is_put_aside_and_the_tasks_are_kept() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\"}", "{\"id\": 2, \"name\": \"b\", \"after\": [1]}");

    bench.write(
        "{\"id\": 1, \"name\": \"a\", \"after\": [2]}",
        "{\"id\": 2, \"name\": \"b\", \"after\": [1]}");

    assertThat(bench.task("1").spec().after()).isEmpty();
    assertThat(bench.loop.view().quarantined()).extracting("line").containsExactly(1, 2);
    assertThat(bench.lines()).hasSize(2);
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void any_file_is_at_rest_after_one_export_and_its_unknown_fields_and_order_stay(long seed)
      throws IOException {
    var random = new SplittableRandom(seed);
    var text = new ArrayList<String>();
    for (var i = 0; i < 1 + random.nextInt(12); i++) {
      text.add(line(random, i));
    }
    Files.writeString(bench.file, String.join(random.nextBoolean() ? "\n" : "\r\n", text));

    bench.pass();
    var once = Files.readString(bench.file);
    bench.pass();
    bench.restart();
    bench.pass();

    assertThat(Files.readString(bench.file)).isEqualTo(once);
    var after = once.lines().toList();
    assertThat(after).hasSameSizeAs(text);
    for (var i = 0; i < after.size(); i++) {
      if (!text.get(i).contains("in_progress")) {
        assertThat(after.get(i)).isEqualTo(text.get(i));
      } else {
        assertThat(Json.tree(after.get(i)).path("extra"))
            .isEqualTo(Json.tree(text.get(i)).path("extra"));
      }
    }
  }

  private static String line(SplittableRandom random, int i) {
    if (random.nextInt(8) == 0) {
      return List.of("", "{broken", "[1]", "{\"id\": \"x\"}").get(random.nextInt(4));
    }
    var space = random.nextBoolean() ? " " : "";
    var after = i > 0 && random.nextInt(3) == 0 ? ",\"after\":[" + random.nextInt(i + 1) + "]" : "";
    return "{\"extra\":%s{\"n\":%d.50},%s\"id\":%d,%s\"name\":\"n\",\"status\":%s\"%s\",\"attempts\":%d%s}"
        .formatted(
            space,
            i,
            space,
            i,
            space,
            space,
            WORDS.get(random.nextInt(WORDS.size())),
            random.nextInt(4),
            after);
  }

  private void failed() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\", \"command\": \"false\", \"max_attempts\": 1}");
    bench.connectNode();
    bench.start("1");
    bench.end("1", Ending.PROGRAM_FAILED, "");
    bench.pass();
    assertThat(bench.state("1")).isEqualTo(TaskState.FAILED);
  }

  private static TaskSpec named(TaskSpec s, String name) {
    return TaskSpecBuilder.from(s).name(name).build();
  }
}
