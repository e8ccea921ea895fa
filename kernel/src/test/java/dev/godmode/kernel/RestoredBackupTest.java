package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.FleetEvent.FencesRaised;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import org.junit.jupiter.api.Test;

/** Control's database is an older one, and nodes come back with attempts that it never leased. */
class RestoredBackupTest {

  private static final AttemptKey LOST = new AttemptKey(new TaskId("lost"), 1, 812);

  private final Scenario s = new Scenario();

  @Test
  void a_fence_that_the_backup_does_not_know_is_never_given_again() {
    var forge = s.node("forge", 1);

    s.reconnect(forge, LOST);
    var next = s.attempt(s.submit("next"));

    assertThat(s.events(FencesRaised.class)).containsExactly(new FencesRaised(forge, 0, 812));
    assertThat(next.fence()).isEqualTo(813);
  }

  @Test
  void what_runs_under_it_is_killed_and_its_report_changes_nothing() {
    var forge = s.node("forge", 1);
    var task = s.submit("same");
    var now = s.attempt(task);
    var then = new AttemptKey(task, 1, now.fence() + 40);

    s.reconnect(forge, now, then);
    s.send(new Command.EndAttempt(forge, then, Scenario.report(Ending.SUCCEEDED)));

    assertThat(s.effects(Effect.FenceAttempt.class))
        .singleElement()
        .returns(then, Effect.FenceAttempt::attempt);
    assertThat(s.attempt(task)).isEqualTo(now);
  }

  @Test
  void a_node_that_knows_no_more_than_the_backup_raises_nothing() {
    var forge = s.node("forge", 1);
    var held = s.attempt(s.submit("a"));

    s.reconnect(forge, held);

    assertThat(s.events(FencesRaised.class)).isEmpty();
  }

  @Test
  void a_fence_that_no_fleet_can_have_given_is_not_believed() {
    var forge = s.node("forge", 1);

    s.reconnect(forge, new AttemptKey(LOST.task(), 1, Long.MAX_VALUE));
    var next = s.attempt(s.submit("next"));

    assertThat(s.events(FencesRaised.class)).isEmpty();
    assertThat(next.fence()).isEqualTo(1);
  }
}
