package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.Reply.Refused;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DependenciesTest {

  private final Scenario s = new Scenario();

  @BeforeEach
  void a_node_is_there() {
    s.node("forge", 4);
  }

  @Test
  void a_task_runs_only_after_all_it_comes_after_have_ended_well() {
    var first = s.submit("first");
    var second = s.submit("second");
    var third = s.submit(named("third").after(first, second));

    s.end(first, Ending.SUCCEEDED);
    assertThat(s.state(third)).isEqualTo(PENDING);

    s.end(second, Ending.UNVERIFIED);
    assertThat(s.state(third)).isEqualTo(RUNNING);
  }

  @Test
  void a_task_is_handed_the_results_of_those_it_comes_after() {
    var first = s.submit(named("first").fromRoadmap("12"));
    var second = s.submit(named("second").after(first));
    s.end(
        s.running(first).node(), s.attempt(first), Scenario.report(Ending.SUCCEEDED, "forty-two"));

    assertThat(s.dispatched(second).inputs()).containsOnly(entry("12", "forty-two"));
  }

  @Test
  void a_queued_task_that_is_to_come_after_another_gives_its_place_back() {
    var first = s.submit("first");
    var queued = s.submit(named("second").requires("skill-of-nobody"));
    assertThat(s.state(queued)).isEqualTo(QUEUED);

    s.send(new Command.AmendTask(queued, named("second").after(first).build()));
    assertThat(s.state(queued)).isEqualTo(PENDING);

    s.end(first, Ending.SUCCEEDED);
    assertThat(s.state(queued)).isEqualTo(RUNNING);
  }

  @Test
  void a_queued_task_that_is_to_ask_first_gives_its_place_back() {
    var queued = s.submit(named("first").requires("skill-of-nobody"));

    s.send(new Command.AmendTask(queued, named("first").approval().build()));

    assertThat(s.state(queued)).isEqualTo(WAITING);
  }

  @Test
  void after_a_failure_a_person_is_asked() {
    var first = s.submit(named("first").maxAttempts(1));
    var second = s.submit(named("second").after(first));
    s.end(first, Ending.PROGRAM_FAILED);

    assertThat(s.state(second)).isEqualTo(WAITING);
    assertThat(s.kernel().explain(second).orElseThrow().summary()).contains("which failed");
  }

  @Test
  void a_yes_lets_it_go_on_without_the_failed_one() {
    var first = s.submit(named("first").maxAttempts(1));
    var second = s.submit(named("second").after(first));
    s.end(first, Ending.PROGRAM_FAILED);

    s.send(new Command.ApproveTask(second, "it does not matter"));

    assertThat(s.state(second)).isEqualTo(RUNNING);
  }

  @Test
  void a_yes_to_one_failure_still_waits_for_those_that_run() {
    var fails = s.submit(named("fails").maxAttempts(1));
    var runs = s.submit("runs");
    var last = s.submit(named("last").after(fails, runs));
    s.end(fails, Ending.PROGRAM_FAILED);

    s.send(new Command.ApproveTask(last, "without it"));
    assertThat(s.state(last)).isEqualTo(PENDING);

    s.end(runs, Ending.SUCCEEDED);
    assertThat(s.state(last)).isEqualTo(RUNNING);
  }

  @Test
  void a_dependency_that_ends_well_after_all_lets_those_after_it_go_on() {
    var first = s.submit(named("first").maxAttempts(1));
    var second = s.submit(named("second").after(first));
    s.end(first, Ending.PROGRAM_FAILED);

    s.send(new Command.RetryTask(first, s.task(first).spec(), 1, List.of()));
    s.end(first, Ending.SUCCEEDED);

    assertThat(s.state(second)).isEqualTo(RUNNING);
  }

  @Test
  void cancelling_one_asks_about_those_after_it() {
    var first = s.submit(named("first").held());
    var second = s.submit(named("second").after(first));

    s.send(new Command.CancelTask(first, "no need"));

    assertThat(s.state(second)).isEqualTo(WAITING);
  }

  @Test
  void a_task_that_ended_and_left_is_a_dependency_by_what_the_caller_knows_of_it() {
    var gone = new TaskId("gone");
    var task =
        s.submit(
            named("after one that left").after(gone),
            new EndedDependency(gone, "gone", TaskState.SUCCEEDED, "its result"));

    assertThat(s.dispatched(task).inputs()).containsEntry("gone", "its result");
  }

  @Test
  void an_unknown_dependency_is_refused_and_nothing_is_entered() {
    var task = new TaskId("t");

    var reply =
        s.send(
            new Command.SubmitTask(
                task, named("a").after(new TaskId("nowhere")).build(), List.of()));

    assertThat(reply)
        .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
        .returns(Code.DEPENDENCY_UNKNOWN, Refused::code)
        .extracting(Refused::why)
        .asString()
        .contains("nowhere");
    assertThat(s.kernel().task(task)).isEmpty();
  }

  @Test
  void a_change_that_would_make_a_circle_is_refused_and_the_circle_is_named() {
    var first = s.submit(named("first").held());
    var second = s.submit(named("second").after(first));
    var third = s.submit(named("third").after(second));

    var reply = s.send(new Command.AmendTask(first, named("first").held().after(third).build()));

    assertThat(reply)
        .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
        .returns(Code.INVALID, Refused::code)
        .extracting(Refused::why)
        .asString()
        .contains("%s → %s → %s → %s".formatted(first, third, second, first));
  }

  @Test
  void an_ended_task_is_let_go_of_as_soon_as_nobody_live_comes_after_it() {
    var first = s.submit("first");
    var second = s.submit(named("second").after(first).approval());
    var alone = s.submit("alone");
    s.end(first, Ending.SUCCEEDED);
    s.end(alone, Ending.SUCCEEDED);

    s.forget(first, alone);

    assertThat(s.kernel().task(alone)).isEmpty();
    assertThat(s.kernel().task(first)).isPresent();
    s.send(new Command.CancelTask(second, "no need"));
    assertThat(s.kernel().task(first)).isEmpty();
  }

  @Test
  void a_long_chain_ends_in_order() {
    var previous = s.submit("0");
    for (var i = 1; i < 50; i++) {
      var next = s.submit(named(String.valueOf(i)).after(previous));
      assertThat(s.state(next)).isEqualTo(PENDING);
      s.end(previous, Ending.SUCCEEDED);
      assertThat(s.state(next)).isIn(QUEUED, RUNNING);
      previous = next;
    }
  }

  @Test
  void a_circle_at_the_end_of_a_very_long_chain_is_found() {
    var kernel = new Kernel(KernelSettings.DEFAULT, Snapshot.EMPTY);
    var chain = chain(kernel, 50_000);
    var back = named("0").held().after(chain.getLast()).build();

    var reply =
        kernel.handle(Scenario.START, new Command.AmendTask(chain.getFirst(), back)).reply();

    assertThat(reply)
        .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
        .extracting(Refused::why)
        .asString()
        .startsWith(
            "that would be a circle: %s → %s"
                .formatted(chain.getFirst().value(), chain.getLast().value()));
  }

  private static List<TaskId> chain(Kernel kernel, int length) {
    var chain = new ArrayList<TaskId>();
    for (var i = 0; i < length; i++) {
      var spec = chain.isEmpty() ? named("0").held() : named("next").after(chain.getLast());
      var id = new TaskId("task%06d".formatted(i));
      var _ = kernel.handle(Scenario.START, new Command.SubmitTask(id, spec.build(), List.of()));
      chain.add(id);
    }
    return chain;
  }

  @Test
  void very_many_that_come_after_one_are_set_going_by_its_end() {
    var kernel = new Kernel(KernelSettings.DEFAULT, Snapshot.EMPTY);
    var first = chain(kernel, 1).getFirst();
    for (var i = 0; i < 50_000; i++) {
      var spec = named("fan").after(first).build();
      var id = new TaskId("fan%06d".formatted(i));
      var _ = kernel.handle(Scenario.START, new Command.SubmitTask(id, spec, List.of()));
    }

    var _ = kernel.handle(Scenario.START, new Command.CancelTask(first, "not needed"));

    assertThat(kernel.tasks()).filteredOn(task -> task.state() == WAITING).hasSize(50_000);
  }

  @Test
  void a_task_that_would_come_after_too_many_is_refused_in_words() {
    var many = IntStream.range(0, 1_001).mapToObj(i -> new TaskId("many%04d".formatted(i)));

    var reply =
        s.send(
            new Command.SubmitTask(
                new TaskId("gathers"),
                named("gathers").after(many.toArray(TaskId[]::new)).build(),
                List.of()));

    assertThat(reply)
        .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
        .returns(Code.INVALID, Refused::code)
        .extracting(Refused::why)
        .asString()
        .contains("at most 1000 others, this one comes after 1001");
  }
}
