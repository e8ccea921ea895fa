package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.BaseAttempt;
import dev.godmode.kernel.Command.HoldMerge;
import dev.godmode.kernel.Command.NoteMerge;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.event.FleetEvent.ChangeMerged;
import dev.godmode.protocol.event.FleetEvent.MergeHeld;
import dev.godmode.protocol.event.TaskEvent.AttemptBased;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Ending;
import org.junit.jupiter.api.Test;

/** Where attempts begin in repositories, and what of them is merged. */
class ChangeTest {

  private static final Checkout MAIN = new Checkout("/shop", "main", "a".repeat(40));
  private static final Checkout LATER = new Checkout("/shop", "main", "b".repeat(40));

  private final Scenario s = new Scenario();

  @Test
  void an_attempt_begins_once_and_from_one_commit() {
    var forge = s.node("forge", 1);
    var task = s.submit("a");
    var attempt = s.attempt(task);

    var first = s.send(new BaseAttempt(forge, attempt, MAIN));
    var again = s.send(new BaseAttempt(forge, attempt, MAIN));
    var other = s.send(new BaseAttempt(forge, attempt, LATER));

    assertThat(first).isEqualTo(new Reply.Done());
    assertThat(again).isEqualTo(new Reply.Done());
    assertThat(other).isInstanceOf(Reply.Refused.class);
    assertThat(s.events(AttemptBased.class)).hasSize(1);
    assertThat(s.task(task).attempt(attempt).flatMap(Attempt::base)).contains(MAIN);
  }

  @Test
  void nobody_but_the_holder_of_the_lease_begins_anywhere() {
    var forge = s.node("forge", 1);
    var attempt = s.attempt(s.submit("a"));

    var another = s.send(new BaseAttempt(new NodeId("other"), attempt, MAIN));
    s.end(attempt.task(), Ending.SUCCEEDED);
    var late = s.send(new BaseAttempt(forge, attempt, MAIN));

    assertThat(another).isInstanceOf(Reply.Refused.class);
    assertThat(late).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void a_merge_is_on_record_after_its_task_has_left() {
    s.node("forge", 1);
    var task = s.submit("a");
    s.end(task, Ending.SUCCEEDED);
    s.forget(task);

    s.send(new NoteMerge(task, 1, "hash", MAIN, "c".repeat(40), "ada"));

    assertThat(s.events(ChangeMerged.class)).singleElement().returns("ada", ChangeMerged::by);
  }

  @Test
  void a_merge_that_a_rule_held_back_is_on_record_with_why() {
    s.node("forge", 1);
    var task = s.submit("a");
    s.end(task, Ending.SUCCEEDED);
    s.forget(task);

    s.send(new HoldMerge(task, 1, "hash", "rule:green", "a script from the network"));

    assertThat(s.events(MergeHeld.class))
        .singleElement()
        .returns("rule:green", MergeHeld::rule)
        .returns("a script from the network", MergeHeld::why);
  }
}
