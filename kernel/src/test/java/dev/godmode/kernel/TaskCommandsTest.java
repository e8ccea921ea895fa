package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.Reply.Refused;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TaskCommandsTest {

  private final Scenario s = new Scenario();

  @Test
  void the_same_submission_twice_is_one_task() {
    var submission = new Command.SubmitTask(new TaskId("t"), named("a").build(), List.of());

    s.send(submission);

    assertThat(s.send(submission)).isEqualTo(new Reply.Done());
    assertThat(s.events(TaskSubmitted.class)).hasSize(1);
  }

  @Test
  void another_task_under_a_known_id_is_refused() {
    var task = s.submit("a");

    assertRefused(
        s.send(new Command.SubmitTask(task, named("b").build(), List.of())),
        Code.CONFLICT,
        "exists already");
  }

  @Test
  void a_task_that_waits_for_approval_runs_after_the_yes() {
    s.node("forge", 1);
    var task = s.submit(named("a").approval());
    assertThat(s.state(task)).isEqualTo(WAITING);

    s.send(new Command.ApproveTask(task, "yes"));

    assertThat(s.state(task)).isEqualTo(RUNNING);
  }

  @Test
  void approving_what_does_not_wait_is_refused() {
    assertRefused(
        s.send(new Command.ApproveTask(s.submit("a"), "yes")),
        Code.CONFLICT,
        "does not wait for a person");
  }

  @Test
  void a_running_task_can_neither_be_held_nor_changed() {
    s.node("forge", 1);
    var task = s.submit("a");

    assertRefused(s.send(new Command.HoldTask(task, "")), Code.CONFLICT, "cancel it to stop it");
    assertRefused(
        s.send(new Command.AmendTask(task, named("b").build())),
        Code.CONFLICT,
        "when the attempt is over");
  }

  @Test
  void an_ended_task_takes_no_command_but_retry() {
    s.node("forge", 1);
    var task = s.submit("a");
    s.end(task, Ending.SUCCEEDED);

    assertRefused(s.send(new Command.CancelTask(task, "")), Code.CONFLICT, "has ended: succeeded");
    assertThat(s.send(new Command.RetryTask(task, s.task(task).spec(), 1, List.of())))
        .isEqualTo(new Reply.Done());
    assertThat(s.attempt(task).number()).isEqualTo(2);
  }

  @Test
  void retry_lets_a_task_go_before_its_backoff_is_over() {
    s.node("forge", 1);
    var task = s.submit("a");
    s.end(task, Ending.PROGRAM_FAILED);
    assertThat(s.state(task)).isEqualTo(PENDING);

    s.send(new Command.RetryTask(task, s.task(task).spec(), 1, List.of()));

    assertThat(s.state(task)).isEqualTo(RUNNING);
  }

  @Test
  void a_revived_task_that_left_the_kernel_counts_on() {
    s.node("forge", 1);
    var gone = new TaskId("gone");

    s.send(new Command.RetryTask(gone, named("a").build(), 7, List.of()));

    assertThat(s.attempt(gone).number()).isEqualTo(8);
  }

  @Test
  void a_task_that_was_revived_and_ended_again_stays_until_the_tables_know_of_it() {
    s.node("forge", 1);
    var task = s.submit("a");
    s.end(task, Ending.SUCCEEDED);
    var _ = s.kernel().drainChanges();
    s.send(new Command.RetryTask(task, s.task(task).spec(), 1, List.of()));
    s.end(task, Ending.SUCCEEDED);

    s.send(new Command.ForgetTasks(Set.of(task)));

    assertThat(s.kernel().drainChanges().tasks()).contains(s.task(task));
  }

  @Test
  void a_question_of_the_submitter_is_asked_before_anything_runs() {
    s.node("forge", 1);
    var task = new TaskId("t");

    s.send(new Command.SubmitWaiting(task, named("a").build(), List.of(), "Was it done by hand?"));

    assertThat(s.state(task)).isEqualTo(WAITING);
    assertThat(s.kernel().explain(task).orElseThrow().summary()).contains("Was it done by hand?");
  }

  @Test
  void only_ended_work_is_recorded() {
    assertRefused(
        s.send(
            new Command.RecordTask(
                new TaskId("t"), named("a").build(), TaskState.RUNNING, 0, "", "")),
        Code.INVALID,
        "only a task that has ended");
  }

  @Test
  void unknown_tasks_are_not_found() {
    assertRefused(
        s.send(new Command.CancelTask(new TaskId("nowhere"), "")), Code.NOT_FOUND, "nowhere");
  }

  @Test
  void higher_priority_goes_first_and_waiting_makes_up_for_it() {
    var old = s.submit(named("old, low").priority(0));
    s.silence(Duration.ofMinutes(3));
    var young = s.submit(named("young, a little higher").priority(2));
    var urgent = s.submit(named("urgent").priority(50));
    s.node("forge", 1);

    assertThat(s.state(urgent)).isEqualTo(RUNNING);
    s.end(urgent, Ending.SUCCEEDED);
    assertThat(s.state(old)).isEqualTo(RUNNING);
    s.end(old, Ending.SUCCEEDED);
    assertThat(s.state(young)).isEqualTo(RUNNING);
  }

  private static void assertRefused(Reply reply, Code code, String words) {
    assertThat(reply)
        .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
        .returns(code, Refused::code)
        .extracting(Refused::why)
        .asString()
        .contains(words);
  }
}
