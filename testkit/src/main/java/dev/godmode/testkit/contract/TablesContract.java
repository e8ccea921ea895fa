package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.projection.Tables;
import dev.godmode.control.projection.Tables.TaskQuery;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.kernel.Snapshot;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What tables promise. What is written into them comes from a real kernel. */
public abstract class TablesContract {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final TaskId FIRST = new TaskId("0aaa1");
  private static final TaskId SECOND = new TaskId("0aaa2");
  private static final TaskId THIRD = new TaskId("0bbb3");
  private static final NodeId NODE = new NodeId("node1");

  private final Kernel kernel = new Kernel(KernelSettings.DEFAULT, Snapshot.EMPTY);
  private long position;

  /** The same tables, empty at first, at each call within one test. */
  protected abstract Tables tables();

  private void project(Command command) {
    var now = NOON.plusSeconds(position);
    position += kernel.handle(now, command).events().size();
    position += kernel.place(now).events().size();
    tables().write(position, kernel.drainChanges());
  }

  private void submit(TaskId id, String name, Optional<String> key, TaskId... after) {
    project(new Command.SubmitTask(id, spec(name, key, after), List.<EndedDependency>of()));
  }

  private static TaskSpec spec(String name, Optional<String> key, TaskId... after) {
    return TaskSpec.named(name).goal("the goal of " + name).agentType("shell").stream("main")
        .command(List.of("true"))
        .after(Set.of(after))
        .roadmapKey(key)
        .build();
  }

  private void node() {
    var inventory = Inventory.of("forge").os("linux").arch("amd64").cores(4).version("0").build();
    project(new Command.IssueJoinCode("secret", NOON.plusSeconds(60)));
    project(new Command.EnrolNode(NODE, "forge", "fingerprint", "secret"));
    project(new Command.ConnectNode(NODE, inventory, 1, Usage.UNKNOWN, List.of()));
  }

  private void end(TaskId task) {
    var attempt = kernel.task(task).orElseThrow().attempts().getLast();
    var key = new AttemptKey(task, attempt.number(), attempt.fence());
    project(
        new Command.EndAttempt(
            NODE,
            key,
            AttemptReport.of(Ending.SUCCEEDED)
                .exitCode(Optional.of(0))
                .result("its result")
                .took(Duration.ofSeconds(1))
                .outputBytes(3)
                .build()));
  }

  private List<TaskId> list(TaskQuery query) {
    return tables().list(query).stream().map(Task::id).toList();
  }

  private static TaskQuery all(int limit) {
    return query(Set.of(), Optional.empty(), Optional.empty(), limit);
  }

  private static TaskQuery query(
      Set<TaskState> states, Optional<String> text, Optional<TaskId> before, int limit) {
    return new TaskQuery(states, Optional.empty(), Optional.empty(), text, before, limit);
  }

  @Test
  void empty_tables_begin_at_the_beginning() {
    assertThat(tables().load()).isEqualTo(new Tables.Loaded(Snapshot.EMPTY, 0));
    assertThat(tables().counts()).containsOnlyKeys(TaskState.values()).containsValue(0L);
  }

  @Test
  void a_kernel_that_begins_with_what_was_loaded_knows_the_same() {
    node();
    submit(FIRST, "first", Optional.of("1"));
    submit(SECOND, "second", Optional.empty(), FIRST);

    var loaded = tables().load();
    var again = new Kernel(KernelSettings.DEFAULT, loaded.snapshot());

    assertThat(loaded.position()).isEqualTo(position);
    assertThat(again.tasks()).containsExactlyInAnyOrderElementsOf(kernel.tasks());
    assertThat(again.nodes()).containsExactlyElementsOf(kernel.nodes());
    assertThat(again.leased(NODE)).isEqualTo(kernel.leased(NODE));
    assertThat(again.fleet()).isEqualTo(kernel.fleet());
  }

  @Test
  void an_ended_task_is_kept_but_not_loaded_again() {
    node();
    submit(FIRST, "first", Optional.empty());
    end(FIRST);

    assertThat(tables().load().snapshot().tasks()).isEmpty();
    assertThat(tables().task(FIRST)).isEqualTo(kernel.task(FIRST));
    assertThat(tables().task(FIRST).orElseThrow().result()).isEqualTo("its result");
  }

  @Test
  void a_task_that_is_tried_again_is_loaded_and_listed_once() {
    node();
    submit(FIRST, "first", Optional.empty());
    end(FIRST);
    var ended = kernel.task(FIRST).orElseThrow();
    project(new Command.RetryTask(FIRST, ended.spec(), ended.attemptsMade(), List.of()));

    assertThat(tables().load().snapshot().tasks())
        .containsExactly(kernel.task(FIRST).orElseThrow());
    assertThat(list(all(10))).containsExactly(FIRST);

    end(FIRST);

    assertThat(tables().load().snapshot().tasks()).isEmpty();
    assertThat(tables().task(FIRST)).isEqualTo(kernel.task(FIRST));
    assertThat(tables().counts()).containsEntry(TaskState.SUCCEEDED, 1L);
  }

  @Test
  void a_task_that_ended_and_left_may_be_tried_again() {
    node();
    submit(FIRST, "first", Optional.empty());
    end(FIRST);
    var ended = kernel.task(FIRST).orElseThrow();
    project(new Command.ForgetTasks(Set.of(FIRST)));
    project(new Command.RetryTask(FIRST, ended.spec(), ended.attemptsMade(), List.of()));

    assertThat(tables().tasks(List.of(FIRST))).containsExactly(kernel.task(FIRST).orElseThrow());
    assertThat(tables().counts()).containsEntry(TaskState.SUCCEEDED, 0L);
  }

  @Test
  void what_is_asked_for_may_be_changed() {
    submit(FIRST, "first", Optional.empty());
    submit(SECOND, "second", Optional.of("2"), FIRST);
    var other = spec("quite another", Optional.of("2"), FIRST);
    project(new Command.AmendTask(SECOND, other, List.of()));

    assertThat(tables().task(SECOND).orElseThrow().spec()).isEqualTo(other);
    assertThat(tables().find("quite another", 10)).containsExactly(SECOND);
    assertThat(tables().find("second", 10)).isEmpty();
  }

  @Test
  void a_write_without_changes_moves_the_position() {
    tables().write(5, Changes.NONE);

    assertThat(tables().load().position()).isEqualTo(5);
  }

  @Test
  void tasks_are_listed_newest_first_page_by_page() {
    submit(FIRST, "first", Optional.empty());
    submit(SECOND, "second", Optional.empty());
    submit(THIRD, "third", Optional.empty());

    assertThat(list(all(2))).containsExactly(THIRD, SECOND);
    assertThat(list(query(Set.of(), Optional.empty(), Optional.of(SECOND), 2)))
        .containsExactly(FIRST);
  }

  @Test
  void tasks_are_found_by_state_and_by_text_whatever_its_case() {
    submit(FIRST, "Digest the docs", Optional.empty());
    submit(SECOND, "another", Optional.empty(), FIRST);

    assertThat(list(query(Set.of(TaskState.PENDING), Optional.empty(), Optional.empty(), 10)))
        .containsExactly(SECOND);
    assertThat(list(query(Set.of(), Optional.of("digest THE"), Optional.empty(), 10)))
        .containsExactly(FIRST);
    assertThat(list(query(Set.of(), Optional.of("%"), Optional.empty(), 10))).isEmpty();
  }

  @Test
  void an_id_is_found_by_its_beginning_its_key_or_its_name() {
    submit(FIRST, "first", Optional.of("12"));
    submit(SECOND, "second", Optional.empty());
    submit(THIRD, "third", Optional.empty());

    assertThat(tables().find("0aaa", 10)).containsExactlyInAnyOrder(FIRST, SECOND);
    assertThat(tables().find("12", 10)).containsExactly(FIRST);
    assertThat(tables().find("third", 10)).containsExactly(THIRD);
    assertThat(tables().find("nothing", 10)).isEmpty();
    assertThat(tables().find("0", 1)).hasSize(1);
  }

  @Test
  void tasks_are_fetched_by_ids_and_unknown_ones_are_left_out() {
    submit(FIRST, "first", Optional.empty());

    assertThat(tables().tasks(List.of(FIRST, new TaskId("nowhere"))))
        .extracting(Task::id)
        .containsExactly(FIRST);
  }

  @Test
  void counts_are_of_each_state() {
    submit(FIRST, "first", Optional.empty());
    submit(SECOND, "second", Optional.empty(), FIRST);

    assertThat(tables().counts())
        .containsEntry(TaskState.QUEUED, 1L)
        .containsEntry(TaskState.PENDING, 1L)
        .containsEntry(TaskState.FAILED, 0L);
  }

  @Test
  void of_each_roadmap_key_the_newest_task_counts() {
    submit(FIRST, "older", Optional.of("1"));
    submit(SECOND, "newer", Optional.of("1"));
    submit(THIRD, "of no line", Optional.empty());

    assertThat(tables().roadmapTasks()).containsOnlyKeys("1");
    assertThat(tables().roadmapTasks().get("1")).isEqualTo(kernel.task(SECOND).orElseThrow());
  }
}
