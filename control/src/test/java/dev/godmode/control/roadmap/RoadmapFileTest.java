package dev.godmode.control.roadmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.api.World.Conflict;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file on the disk and its tasks, kept together. */
class RoadmapFileTest {

  private static final String FIELD =
      String.join(
          "\r\n",
          "\uFEFF{\"id\":1, \"name\":\"a\",  \"status\":\"todo\", \"command\":\"true\", \"metadata\":{\"x\":[1, 2.50]}, \"tags\":[\"t\"]}",
          "",
          "this is no row",
          "{\"goal\":\"b\\u00e9\",\"id\":\"two\",\"status\":\"completed\",\"last_result\":\"ok\",\"attempts\":2}",
          "{\"id\":3,\"name\":\"c\",\"status\":\"FAILED\",\"attempts\":1,\"last_error\":{\"code\": 7}}",
          "{\"id\":4,\"name\":\"d\",\"status\":\"blocked\"}",
          "{\"id\":5,\"name\":\"e\",\"status\":\"on_hold\",\"depends_on\":[1]}");

  @TempDir private Path folder;
  private RoadmapBench bench = new RoadmapBench(Path.of(""));

  @BeforeEach
  void set_up() {
    bench = new RoadmapBench(folder);
  }

  @Test
  void a_file_whose_tasks_did_not_change_keeps_every_byte() throws IOException {
    Files.writeString(bench.file, FIELD);

    bench.pass();
    bench.order(new Command.SwitchAutopilot(true));
    bench.pass();

    assertThat(bench.file).hasBinaryContent(FIELD.getBytes(UTF_8));
    assertThat(bench.loop.view().lines()).isEqualTo(5);
    assertThat(bench.loop.view().quarantined()).extracting("line").containsExactly(3);
  }

  @Test
  void what_happens_to_a_task_is_written_into_its_row_and_nowhere_else() throws IOException {
    Files.writeString(bench.file, FIELD);
    bench.pass();

    bench.connectNode();
    bench.start("1");
    bench.pass();

    assertThat(bench.lines().getFirst())
        .isEqualTo(
            "\uFEFF{\"id\":1, \"name\":\"a\",  \"status\":\"running\", \"command\":\"true\", \"metadata\":{\"x\":[1, 2.50]}, \"tags\":[\"t\"],"
                + "\"attempts\":1,\"assigned_to\":\"forge\",\"started_at\":\"2026-12-01T08:00:00Z\",\"updated_at\":\"2026-12-01T08:00:00Z\"}");
    assertThat(Files.readString(bench.file).substring(bench.lines().getFirst().length()))
        .isEqualTo(FIELD.substring(FIELD.indexOf("\r\n")));

    bench.end("1", Ending.SUCCEEDED, "made it");
    bench.pass();

    assertThat(bench.lines().getFirst())
        .contains(
            "\"status\":\"done\"",
            "\"last_result\":\"made it\"",
            "\"evidence\":\"verified\"",
            "\"finished_at\":\"2026-12-01T08:00:05Z\"");
  }

  @Test
  void a_failure_is_written_with_its_reason() throws IOException {
    bench.write(
        "{\"id\": 1, \"name\": \"a\", \"max_attempts\": 1, \"duration_sec\": 0, \"command\": \"false\"}");
    bench.connectNode();
    bench.start("1");

    bench.end("1", Ending.CHECKS_FAILED, "");
    bench.pass();

    assertThat(bench.lines().getFirst())
        .contains("\"status\": \"failed\"", "\"last_error\": \"", "\"duration_sec\": 1.5");
  }

  @Test
  void a_changed_field_becomes_what_is_asked_for() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\", \"after\": []}", "{\"id\": 2, \"name\": \"b\"}");

    bench.write(
        "{\"id\": 1, \"name\": \"better\", \"priority\": \"high\", \"after\": [2]}",
        "{\"id\": 2, \"name\": \"b\", \"mine\": true}");

    assertThat(bench.task("1").spec().name()).isEqualTo("better");
    assertThat(bench.task("1").spec().priority()).isEqualTo(50);
    assertThat(bench.task("1").spec().after()).containsExactly(bench.task("2").id());
    assertThat(bench.loop.view().conflicts()).isEmpty();
    assertThat(bench.lines().getLast()).contains("\"mine\": true");
  }

  @Test
  void a_changed_status_is_a_wish() throws IOException {
    bench.write(
        "{\"id\": 1, \"name\": \"a\", \"status\": \"pending\"}",
        "{\"id\": 2, \"name\": \"b\", \"status\": \"paused\"}",
        "{\"id\": 3, \"name\": \"c\", \"status\": \"failed\"}",
        "{\"id\": 4, \"name\": \"d\", \"status\": \"blocked\"}",
        "{\"id\": 5, \"name\": \"e\", \"status\": \"pending\"}");

    bench.write(
        "{\"id\": 1, \"name\": \"a\", \"status\": \"paused\"}",
        "{\"id\": 2, \"name\": \"b\", \"status\": \"pending\"}",
        "{\"id\": 3, \"name\": \"c\", \"status\": \"todo\"}",
        "{\"id\": 4, \"name\": \"d\", \"status\": \"open\"}",
        "{\"id\": 5, \"name\": \"e\", \"status\": \"cancelled\"}");

    assertThat(bench.task("1").phase()).isInstanceOf(TaskPhase.Held.class);
    assertThat(bench.state("2")).isEqualTo(TaskState.QUEUED);
    assertThat(bench.state("3")).isEqualTo(TaskState.QUEUED);
    assertThat(bench.state("4")).isEqualTo(TaskState.QUEUED);
    assertThat(bench.state("5")).isEqualTo(TaskState.CANCELLED);
    assertThat(bench.loop.view().conflicts()).isEmpty();
    assertThat(bench.lines().get(2)).contains("\"status\": \"todo\"");
  }

  @Test
  void done_cannot_be_claimed_and_an_approval_cannot_come_from_the_file() throws IOException {
    bench.write(
        "{\"id\": 1, \"name\": \"a\", \"status\": \"pending\"}",
        "{\"id\": 2, \"name\": \"b\", \"approval\": true}");
    assertThat(bench.lines().getLast()).contains("\"status\": \"blocked\"");

    bench.replace("\"status\": \"pending\"", "\"status\": \"done\"");
    bench.replace("\"status\": \"blocked\"", "\"status\": \"pending\"");

    assertThat(bench.state("1")).isEqualTo(TaskState.QUEUED);
    assertThat(bench.state("2")).isEqualTo(TaskState.WAITING);
    assertThat(bench.loop.view().conflicts())
        .extracting(Conflict::reason)
        .satisfiesExactly(
            one -> assertThat(one).contains("only an attempt's evidence"),
            two -> assertThat(two).contains("gm task approve 2"));
    assertThat(bench.lines().getFirst()).contains("\"status\": \"pending\"");
    assertThat(bench.lines().getLast()).contains("\"status\": \"blocked\"");
  }

  @Test
  void a_change_of_a_running_task_waits_until_its_attempt_is_over() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\", \"command\": \"false\"}");
    bench.connectNode();
    bench.start("1");
    bench.pass();

    bench.replace("\"false\"", "\"true\"");

    assertThat(bench.loop.view().conflicts())
        .containsExactly(
            new Conflict("1", "it runs: the change is taken when its attempt is over"));
    assertThat(bench.lines().getFirst()).contains("\"command\": \"true\"");

    bench.end("1", Ending.PROGRAM_FAILED, "");
    bench.pass();

    assertThat(bench.task("1").spec().command()).containsExactly("/bin/sh", "-c", "true");
    assertThat(bench.loop.view().conflicts()).isEmpty();
  }

  @Test
  void an_old_version_of_the_file_does_not_run_anything_again() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\", \"status\": \"pending\", \"command\": \"true\"}");
    var old = Files.readString(bench.file);
    bench.connectNode();
    bench.start("1");
    bench.end("1", Ending.SUCCEEDED, "");
    bench.pass();

    Files.writeString(bench.file, old);
    bench.pass();

    assertThat(bench.state("1")).isEqualTo(TaskState.SUCCEEDED);
    assertThat(bench.loop.view().conflicts())
        .extracting(Conflict::reason)
        .first()
        .asString()
        .contains("older or foreign version");
    assertThat(bench.lines().getFirst()).contains("\"status\": \"done\"");
  }

  @Test
  void a_result_that_is_rewritten_by_hand_is_put_right_and_shown() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\", \"command\": \"true\"}");
    bench.connectNode();
    bench.start("1");
    bench.end("1", Ending.SUCCEEDED, "forty-two");
    bench.pass();

    bench.replace("forty-two", "forty-three");

    assertThat(bench.lines().getFirst()).contains("forty-two");
    assertThat(bench.loop.view().conflicts())
        .extracting(Conflict::reason)
        .first()
        .asString()
        .contains("forty-three");
  }

  @Test
  void a_removed_line_comes_back_and_says_how_to_be_rid_of_it() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\"}", "{\"id\": 2, \"name\": \"b\"}");

    bench.write("{\"id\": 2, \"name\": \"b\"}");

    assertThat(bench.lines())
        .containsExactly("{\"id\": 2, \"name\": \"b\"}", "{\"id\": 1, \"name\": \"a\"}");
    assertThat(bench.loop.view().conflicts())
        .extracting(Conflict::key, Conflict::reason)
        .first()
        .asString()
        .contains("1", "gm task cancel 1");
  }

  @Test
  void a_line_that_was_damaged_is_not_added_a_second_time() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\"}", "{\"id\": 2, \"name\": \"b\"}");

    bench.write("{\"id\": 1, \"name\": \"a\"", "{\"id\": 2, \"name\": \"b\"}");
    assertThat(bench.lines()).hasSize(2);
    bench.write("{\"id\": 1, \"name\": \"mended\"}", "{\"id\": 2, \"name\": \"b\"}");

    assertThat(bench.task("1").spec().name()).isEqualTo("mended");
    assertThat(bench.loop.view().quarantined()).isEmpty();
  }

  @Test
  void an_editor_in_the_middle_of_writing_is_given_a_second_look() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\"}", "{\"id\": 2, \"name\": \"b\"}");

    Files.writeString(bench.file, "{\"id\": 1, \"name\": \"a\"}\n{\"id\": 2, \"na");
    bench.loop.runOnce();
    Files.writeString(
        bench.file, "{\"id\": 1, \"name\": \"a\"}\n{\"id\": 2, \"name\": \"edited\"}\n");
    bench.loop.runOnce();

    assertThat(bench.lines()).hasSize(2);
    assertThat(bench.task("2").spec().name()).isEqualTo("edited");
    assertThat(bench.loop.view().conflicts()).isEmpty();
    assertThat(bench.loop.view().quarantined()).isEmpty();
  }

  @Test
  void a_change_by_hand_is_taken_in_before_anything_is_written() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\", \"command\": \"true\"}");
    bench.connectNode();
    bench.start("1");

    Files.writeString(
        bench.file,
        "{\"id\": 1, \"name\": \"a\", \"command\": \"true\", \"note\": \"mine\"}\n{\"id\": 2, \"name\": \"b\"}\n");
    bench.loop.runOnce();

    assertThat(bench.lines().getFirst()).contains("\"note\": \"mine\"", "\"status\": \"running\"");
    assertThat(bench.task("2")).isNotNull();
  }

  @Test
  void rows_that_came_another_way_are_added_to_the_file() throws IOException {
    Files.writeString(bench.file, "{\"id\": 1, \"name\": \"a\"}");
    bench.pass();

    bench.roadmap.take(
        "api",
        new ByteArrayInputStream("{\"id\":2,\"name\":\"b\",\"after\":[1]}".getBytes(UTF_8)),
        "owner");
    bench.pass();

    assertThat(bench.lines())
        .containsExactly("{\"id\": 1, \"name\": \"a\"}", "{\"id\":2,\"name\":\"b\",\"after\":[1]}");
    assertThat(bench.roadmap.text()).isEqualTo(Files.readString(bench.file));
  }

  @Test
  void a_restart_goes_on_where_it_was() throws IOException {
    bench.write(
        "{\"id\": 1, \"name\": \"a\", \"command\": \"true\"}", "{\"id\": 2, \"name\": \"b\"}");
    bench.connectNode();
    bench.start("1");
    bench.pass();
    bench.restart();
    bench.end("1", Ending.SUCCEEDED, "x");

    bench.pass();

    assertThat(bench.events).filteredOn(TaskEvent.TaskSubmitted.class::isInstance).hasSize(2);
    assertThat(bench.lines().getFirst()).contains("\"status\": \"done\"");
    assertThat(bench.loop.view().conflicts()).isEmpty();
  }

  @Test
  void a_file_that_is_gone_is_written_again() throws IOException {
    bench.write("{\"id\": 1, \"name\": \"a\"}");

    Files.delete(bench.file);
    bench.pass();

    assertThat(bench.lines()).containsExactly("{\"id\": 1, \"name\": \"a\"}");
  }

  @Test
  void a_file_that_never_was_is_shown_as_missing() {
    bench.pass();

    assertThat(bench.file).doesNotExist();
    assertThat(bench.loop.view().conflicts())
        .containsExactly(new Conflict("roadmap file", "is not there"));
  }

  @Test
  void what_cannot_be_read_is_shown_and_read_when_it_can() throws IOException {
    Files.createDirectory(bench.file);
    bench.pass();
    assertThat(bench.loop.view().conflicts()).hasSize(1);

    Files.delete(bench.file);
    bench.write("{\"id\": 1, \"name\": \"a\"}");

    assertThat(bench.loop.view().conflicts()).isEmpty();
    assertThat(bench.state("1")).isEqualTo(TaskState.QUEUED);
  }

  @Test
  void the_files_mode_and_a_link_to_it_stay() throws IOException {
    var real = folder.resolve("real.jsonl");
    Files.writeString(real, "{\"id\": 1, \"name\": \"a\", \"command\": \"true\"}\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(bench.file, real);
    bench.pass();

    bench.connectNode();
    bench.pass();

    assertThat(Files.readString(real)).contains("running");
    assertThat(bench.file).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r-----");
  }
}
