package dev.godmode.kernel;

import static dev.godmode.protocol.node.NodeState.LOST;
import static dev.godmode.protocol.node.NodeState.READY;
import static dev.godmode.protocol.node.NodeState.SUSPECT;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Reply.Refused;
import dev.godmode.protocol.event.NodeEvent.NodeCloned;
import dev.godmode.protocol.event.NodeEvent.NodeLost;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.Ending;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class NodeTest {

  private final Scenario s = new Scenario();

  @Test
  void two_machines_of_one_name_are_told_apart() {
    var first = s.node("Forge.local", 1);
    var second = s.node("forge", 1);
    var third = s.node("FORGE", 1);

    assertThat(List.of(first, second, third))
        .extracting(id -> s.node(id).name())
        .containsExactly("forge", "forge-2", "forge-3");
  }

  @Test
  void a_host_without_a_usable_name_gets_one() {
    assertThat(s.node(s.node("…", 1)).name()).isEqualTo("node");
  }

  @Test
  void a_join_code_works_once() {
    s.enrolled("forge");

    assertThat(enrol("second")).contains("unknown or was used already");
  }

  @Test
  void an_expired_join_code_says_since_when() {
    s.send(new Command.IssueJoinCode(Scenario.SECRET, s.now().plusSeconds(60)));
    s.leap(Duration.ofSeconds(61));

    assertThat(enrol("late")).contains("expired at 2026-01-01T00:01:00Z");
  }

  private String enrol(String host) {
    var reply =
        s.send(new Command.EnrolNode(new NodeId("new"), host, "fingerprint", Scenario.SECRET));
    assertThat(reply).isInstanceOf(Refused.class);
    return ((Refused) reply).why();
  }

  @Test
  void silence_makes_a_node_suspect_and_then_lost_with_its_work_taken_back() {
    var node = s.node("forge", 1);
    var task = s.submit("a");

    s.silence(Duration.ofSeconds(3));
    assertThat(s.node(node).state()).isEqualTo(SUSPECT);
    assertThat(s.state(task)).isEqualTo(RUNNING);

    s.silence(Duration.ofSeconds(4));
    assertThat(s.node(node).state()).isEqualTo(LOST);
    assertThat(s.state(task)).isEqualTo(QUEUED);
  }

  @Test
  void a_closed_stream_that_does_not_come_back_is_believed_sooner() {
    var node = s.node("forge", 1);
    s.submit("a");
    s.send(new Command.DisconnectNode(node, "reset"));

    s.silence(Duration.ofMillis(4500));

    assertThat(s.node(node).state()).isEqualTo(LOST);
  }

  @Test
  void a_suspect_gets_no_new_work() {
    s.node("forge", 1);
    s.silence(Duration.ofSeconds(4));

    assertThat(s.state(s.submit("a"))).isEqualTo(QUEUED);
  }

  @Test
  void an_hour_that_control_slept_is_nobodys_silence() {
    var node = s.node("forge", 1);
    var task = s.submit("a");
    s.pass(Duration.ofSeconds(1), node);

    s.leap(Duration.ofHours(1));

    assertThat(s.node(node).state()).isEqualTo(READY);
    assertThat(s.state(task)).isEqualTo(RUNNING);
    assertThat(s.events(NodeLost.class)).isEmpty();
  }

  @Test
  void after_a_restart_of_control_nodes_have_the_full_time_to_be_heard() {
    var node = s.node("forge", 1);
    s.silence(Duration.ofSeconds(2));

    s.send(new Command.StartControl("0"));
    s.silence(Duration.ofSeconds(2));

    assertThat(s.node(node).state()).isEqualTo(READY);
  }

  @Test
  void a_cordoned_node_keeps_its_work_and_gets_no_more() {
    var node = s.node("forge", 2);
    var first = s.submit("first");
    s.send(new Command.CordonNode(node, "noise"));

    var second = s.submit("second");

    assertThat(s.state(first)).isEqualTo(RUNNING);
    assertThat(s.state(second)).isEqualTo(QUEUED);
    s.send(new Command.UncordonNode(node));
    assertThat(s.state(second)).isEqualTo(RUNNING);
  }

  @Test
  void a_drained_node_finishes_its_work_and_is_cordoned() {
    var node = s.node("forge", 1);
    var task = s.submit("a");
    s.send(new Command.DrainNode(node, s.now().plusSeconds(60), false));

    s.end(task, Ending.SUCCEEDED);
    s.pass(Duration.ofSeconds(1), node);

    assertThat(s.node(node).schedulability()).isEqualTo(Schedulability.CORDONED);
  }

  @Test
  void a_drain_past_its_deadline_hands_the_work_over() {
    var node = s.node("forge", 1);
    var task = s.submit("a");
    var other = s.node("other", 1);
    s.send(new Command.DrainNode(node, s.now().plusSeconds(5), false));

    s.pass(Duration.ofSeconds(5), node, other);
    assertThat(s.effects(Effect.StopAttempt.class)).hasSize(1);
    s.end(task, Ending.STOPPED);

    assertThat(s.running(task).node()).isEqualTo(other);
    assertThat(s.task(task).failures()).isZero();
  }

  @Test
  void a_removed_nodes_work_moves_and_it_is_turned_away() {
    var node = s.node("forge", 1);
    var task = s.submit("a");
    var other = s.node("other", 1);

    s.send(new Command.RemoveNode(node, "sold"));
    var reply =
        s.send(new Command.ConnectNode(node, Scenario.inventory(), 1, Usage.UNKNOWN, List.of()));

    assertThat(s.running(task).node()).isEqualTo(other);
    assertThat(reply)
        .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
        .extracting(Refused::why)
        .asString()
        .contains("join again");
  }

  @Test
  void a_node_that_grew_is_used_in_full() {
    var node = s.node("forge", 1);
    s.submit("first");
    var second = s.submit("second");

    s.connect(node, 2);

    assertThat(s.state(second)).isEqualTo(RUNNING);
  }

  @Test
  void two_machines_with_one_identity_go_on_record_and_change_nothing() {
    var node = s.node("forge", 1);
    var before = s.node(node);

    s.send(new Command.NoteClone(node, "two of them"));

    assertThat(s.events(NodeCloned.class)).hasSize(1);
    assertThat(s.node(node)).isEqualTo(before);
  }

  @Test
  void a_node_that_is_back_after_weeks_is_welcome_and_what_it_still_runs_is_fenced() {
    var node = s.node("forge", 1);
    var task = s.submit("a");
    var stale = s.attempt(task);
    s.start(stale);
    var other = s.node("other", 1);
    s.pass(Duration.ofSeconds(8), other);
    s.end(task, Ending.SUCCEEDED);
    s.forget(task);
    s.leap(Duration.ofDays(21));

    s.reconnect(node, stale);

    assertThat(s.node(node).state()).isEqualTo(READY);
    assertThat(s.effects(Effect.FenceAttempt.class)).anyMatch(e -> e.attempt().equals(stale));
  }

  @Test
  void a_removed_node_that_comes_back_is_dismissed() {
    var node = s.node("forge", 1);
    s.send(new Command.RemoveNode(node, "sold"));

    s.heartbeat(node);
    s.reconnect(node);

    assertThat(s.effects(Effect.DismissNode.class)).hasSize(3);
  }
}
