package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.AmendTask;
import dev.godmode.kernel.Command.ApplyPolicy;
import dev.godmode.kernel.Command.ApproveTask;
import dev.godmode.kernel.Command.GiveSecrets;
import dev.godmode.kernel.Command.NoteSecret;
import dev.godmode.kernel.Command.SwitchAutopilot;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.event.TaskEvent.SecretsGiven;
import dev.godmode.protocol.event.TaskEvent.TaskWaiting;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.SecretGrant;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.task.WaitingFor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who got which secret, and what becomes of a task that did not get one. */
class SecretTest {

  private static final List<SecretGrant> GRANTS = List.of(new SecretGrant("key", "line 7"));

  private final Scenario s = new Scenario();

  @Test
  void what_an_attempt_was_given_is_on_record_once() {
    var forge = s.node("forge", 1);
    var task = s.submit("a");
    var attempt = s.attempt(task);

    s.send(new GiveSecrets(forge, attempt, GRANTS));
    s.send(new GiveSecrets(forge, attempt, GRANTS));

    assertThat(s.events(SecretsGiven.class)).singleElement().returns(GRANTS, SecretsGiven::secrets);
    assertThat(s.task(task).attempt(attempt).map(Attempt::secrets)).contains(List.of("key"));
  }

  @Test
  void nobody_but_the_holder_of_the_lease_is_given_any() {
    var forge = s.node("forge", 1);
    var attempt = s.attempt(s.submit("a"));

    var another = s.send(new GiveSecrets(new NodeId("other"), attempt, GRANTS));
    s.end(attempt.task(), Ending.SUCCEEDED);
    var late = s.send(new GiveSecrets(forge, attempt, GRANTS));

    assertThat(another).isInstanceOf(Reply.Refused.class);
    assertThat(late).isInstanceOf(Reply.Refused.class);
    assertThat(s.events(SecretsGiven.class)).isEmpty();
  }

  private TaskId refused() {
    s.node("forge", 1);
    var task = s.submit("a");
    s.end(task, Ending.SECRET_MISSING);
    return task;
  }

  @Test
  void a_task_that_was_not_given_its_secret_waits_and_uses_up_no_try() {
    var task = refused();

    assertThat(s.state(task)).isEqualTo(TaskState.WAITING);
    assertThat(s.events(TaskWaiting.class).getLast().what()).isEqualTo(WaitingFor.SECRET);
    assertThat(s.task(task).failures()).isZero();
  }

  @Test
  void it_goes_on_by_itself_when_the_policy_changes() {
    var task = refused();

    s.send(new ApplyPolicy("hash", "policy.yaml"));

    assertThat(s.state(task)).isEqualTo(TaskState.RUNNING);
    assertThat(s.attempt(task).number()).isEqualTo(2);
  }

  @Test
  void if_it_has_come_to_be_after_another_it_waits_for_that_first() {
    var task = refused();
    var before = s.submit(SpecBuilder.named("before").held());
    s.send(new AmendTask(task, SpecBuilder.named("a").after(before).build(), List.of()));

    s.send(new ApplyPolicy("hash", "policy.yaml"));

    assertThat(s.state(task)).isEqualTo(TaskState.PENDING);
    assertThat(s.task(task).unsatisfied()).containsExactly(before);
  }

  @Test
  void it_goes_on_by_itself_when_a_secret_is_set() {
    var task = refused();

    s.send(new NoteSecret("key", "a file"));

    assertThat(s.state(task)).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void a_person_may_let_it_go_on_too() {
    var task = refused();

    s.send(new ApproveTask(task, "there is one now"));

    assertThat(s.state(task)).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void while_the_autopilot_is_off_a_task_of_the_roadmap_does_not_go_on() {
    s.node("forge", 1);
    var task = s.submit(SpecBuilder.named("a").fromRoadmap("12"));
    s.end(task, Ending.SECRET_MISSING);
    s.send(new SwitchAutopilot(false));

    s.send(new ApplyPolicy("hash", "policy.yaml"));

    assertThat(s.state(task)).isEqualTo(TaskState.PENDING);
  }

  @Test
  void what_waits_for_something_else_is_not_let_go() {
    s.node("forge", 1);
    var task = s.submit(SpecBuilder.named("a").approval());

    s.send(new ApplyPolicy("hash", "policy.yaml"));

    assertThat(s.state(task)).isEqualTo(TaskState.WAITING);
  }

  @Test
  void a_name_that_no_secret_can_have_is_refused_with_its_variable() {
    var problem =
        SpecCheck.problem(SpecBuilder.named("a").env("KEY", "secret://../etc/passwd").build());

    assertThat(problem).isPresent();
    assertThat(problem.orElseThrow()).contains("variable KEY", "'../etc/passwd'");
  }
}
