package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.NoteDenial;
import dev.godmode.kernel.Command.RevokeCredentials;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.event.FleetEvent.AccessDenied;
import dev.godmode.protocol.event.TaskEvent.CredentialRevoked;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Revocations are marks on leases, and end with them. */
class CredentialTest {

  private final Scenario s = new Scenario();

  private Reply revoke(Optional<TaskId> task, Optional<String> agent, Optional<NodeId> node) {
    return s.send(new RevokeCredentials(task, agent, node, "it misbehaves"));
  }

  private Optional<String> revoked(TaskId task) {
    return s.task(task).attempt(s.attempt(task)).flatMap(Attempt::revoked);
  }

  @Test
  void a_revocation_of_a_task_marks_its_lease_and_no_other() {
    s.node("forge", 2);
    var one = s.submit("one");
    var two = s.submit("two");

    revoke(Optional.of(one), Optional.empty(), Optional.empty());

    assertThat(revoked(one)).contains("it misbehaves");
    assertThat(revoked(two)).isEmpty();
  }

  @Test
  void a_revocation_reaches_what_runs_on_a_node() {
    var forge = s.node("forge", 1);
    var one = s.submit("one");
    s.node("anvil", 1);
    var two = s.submit("two");

    revoke(Optional.empty(), Optional.empty(), Optional.of(forge));

    assertThat(revoked(one)).isPresent();
    assertThat(revoked(two)).isEmpty();
  }

  @Test
  void a_revocation_reaches_all_that_runs_and_not_what_comes_later() {
    s.node("forge", 2);
    var one = s.submit("one");
    var two = s.submit("two");

    revoke(Optional.empty(), Optional.empty(), Optional.empty());
    s.end(one, Ending.SUCCEEDED);
    var later = s.submit("later");

    assertThat(revoked(two)).isPresent();
    assertThat(revoked(later)).isEmpty();
  }

  @Test
  void a_revocation_of_an_agent_reaches_no_other_agent() {
    s.node("forge", 1);
    var task = s.submit("a");

    var reply = revoke(Optional.empty(), Optional.of("somebody-else"), Optional.empty());

    assertThat(reply).isInstanceOf(Reply.Refused.class);
    assertThat(revoked(task)).isEmpty();
  }

  @Test
  void what_is_revoked_is_not_revoked_again() {
    s.node("forge", 1);
    var task = s.submit("a");

    revoke(Optional.of(task), Optional.empty(), Optional.empty());
    var again = revoke(Optional.of(task), Optional.empty(), Optional.empty());

    assertThat(again).isInstanceOf(Reply.Refused.class);
    assertThat(s.events(CredentialRevoked.class)).hasSize(1);
  }

  @Test
  void a_new_lease_of_the_same_task_is_not_revoked() {
    s.node("forge", 1);
    var task = s.submit("a");
    revoke(Optional.of(task), Optional.empty(), Optional.empty());

    s.end(task, Ending.ORPHANED);

    assertThat(s.running(task).attempt().fence()).isEqualTo(2);
    assertThat(revoked(task)).isEmpty();
  }

  @Test
  void a_denial_is_a_fact() {
    s.send(new NoteDenial("attempt:x#1/7", "GET /api/v1/world", "it may not", 3));

    assertThat(s.events(AccessDenied.class))
        .containsExactly(new AccessDenied("attempt:x#1/7", "GET /api/v1/world", "it may not", 3));
  }
}
