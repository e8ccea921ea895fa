package dev.godmode.control.roadmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.api.Requests.ImportResult;
import dev.godmode.protocol.api.World.Conflict;
import dev.godmode.protocol.api.World.QuarantinedLine;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.task.WaitingFor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rows become. */
class RoadmapTest {

  @TempDir private Path folder;
  private RoadmapBench bench = new RoadmapBench(Path.of(""));

  @BeforeEach
  void set_up() {
    bench = new RoadmapBench(folder);
  }

  @Test
  void each_status_becomes_the_state_that_is_true_here() throws IOException {
    take(
        """
        {"id": 1, "name": "a", "status": "todo"}
        {"id": 2, "name": "b", "status": "in_progress", "attempts": 3}
        {"id": 3, "name": "c", "status": "completed", "attempts": 2, "last_result": "it works"}
        {"id": 4, "name": "d", "status": "error", "last_error": "no key"}
        {"id": 5, "name": "e", "status": "blocked", "last_error": "which account?"}
        {"id": 6, "name": "f", "status": "paused"}
        {"id": 7, "name": "g", "status": "canceled"}
        """);

    assertThat(bench.state("1")).isEqualTo(TaskState.QUEUED);
    assertThat(bench.state("2")).isEqualTo(TaskState.QUEUED);
    assertThat(bench.state("3")).isEqualTo(TaskState.UNVERIFIED);
    assertThat(bench.task("3").result()).isEqualTo("it works");
    assertThat(bench.task("3").attemptsMade()).isEqualTo(2);
    assertThat(bench.task("4").phase())
        .isInstanceOfSatisfying(
            TaskPhase.Ended.class,
            ended -> {
              assertThat(ended.state()).isEqualTo(TaskState.FAILED);
              assertThat(ended.reason()).isEqualTo("no key");
            });
    assertThat(bench.task("5").phase())
        .isInstanceOfSatisfying(
            TaskPhase.Waiting.class,
            waiting -> {
              assertThat(waiting.what()).isEqualTo(WaitingFor.PERSON);
              assertThat(waiting.question()).isEqualTo("which account?");
            });
    assertThat(bench.task("6").phase()).isInstanceOf(TaskPhase.Held.class);
    assertThat(bench.state("7")).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void a_row_that_says_running_is_pending_again_and_says_why() throws IOException {
    take("{\"id\": 2, \"name\": \"b\", \"status\": \"running\"}\n");

    assertThat(bench.roadmap.conflicts())
        .containsExactly(
            new Conflict(
                "2", "it says 'running', but no attempt of it is alive: it is pending again"));
  }

  @Test
  void dependencies_lead_to_the_tasks_of_their_rows_whatever_the_order() throws IOException {
    take(
        """
        {"id": "report", "name": "r", "after": ["inventory", 3]}
        {"id": "inventory", "name": "i"}
        {"id": 3, "name": "old", "status": "done", "last_result": "found it"}
        """);

    assertThat(bench.task("report").unsatisfied()).containsExactly(bench.task("inventory").id());
    assertThat(bench.task("report").ended())
        .singleElement()
        .extracting("label", "result")
        .containsExactly("3", "found it");
  }

  @Test
  void a_dependency_that_ended_long_ago_is_looked_up() throws IOException {
    take("{\"id\": 1, \"name\": \"a\", \"status\": \"done\"}\n");
    bench.order(new Command.ForgetTasks(Set.of(bench.task("1").id())));

    var result = take("{\"id\": 2, \"name\": \"b\", \"after\": 1}\n");

    assertThat(result.quarantined()).isEmpty();
    assertThat(bench.state("2")).isEqualTo(TaskState.QUEUED);
  }

  @Test
  void the_same_rows_again_change_nothing() throws IOException {
    var rows = "{\"id\": 1, \"name\": \"a\"}\n{\"id\": 2, \"name\": \"b\", \"after\": [1]}\n";
    take(rows);
    var before = bench.events.size();

    var again = take(rows);

    assertThat(again).isEqualTo(new ImportResult(0, List.of()));
    assertThat(bench.events).hasSize(before);
  }

  @Test
  void what_was_imported_and_what_was_put_aside_is_told_and_written_down() throws IOException {
    var result =
        take(
            "{\"id\": 1, \"name\": \"a\"}\nnonsense\n{\"id\": 3, \"name\": \"c\", \"after\": 9}\n");

    assertThat(result.imported()).isEqualTo(1);
    assertThat(result.quarantined()).extracting(QuarantinedLine::line).containsExactly(2, 3);
    assertThat(bench.imports())
        .containsExactly("RoadmapImported[source=test, imported=1, quarantined=2]");
  }

  @Test
  void tasks_whose_lines_were_not_kept_are_not_made_twice() throws IOException {
    var rows = "{\"id\": 1, \"name\": \"a\"}\n{\"id\": 2, \"name\": \"b\", \"after\": [1]}\n";
    take(rows);
    bench.forgetLines();

    take(rows);

    assertThat(bench.events).filteredOn(TaskEvent.TaskSubmitted.class::isInstance).hasSize(2);
    assertThat(bench.stored()).hasSize(2);
  }

  @Test
  void a_thousand_rows_in_a_chain_are_taken_in_one_go() throws IOException {
    var rows = new StringBuilder("{\"id\": 0, \"name\": \"n\"}\n");
    for (var i = 1; i < 1_200; i++) {
      rows.append("{\"id\": %d, \"name\": \"n\", \"after\": [%d]}\n".formatted(i, i - 1));
    }

    var result = take(rows.toString());

    assertThat(result).isEqualTo(new ImportResult(1_200, List.of()));
    assertThat(bench.state("1199")).isEqualTo(TaskState.PENDING);
  }

  private ImportResult take(String text) throws IOException {
    return bench.roadmap.take("test", new ByteArrayInputStream(text.getBytes(UTF_8)), "owner");
  }
}
