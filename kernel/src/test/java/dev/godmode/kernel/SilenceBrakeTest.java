package dev.godmode.kernel;

import static dev.godmode.protocol.node.NodeState.LOST;
import static dev.godmode.protocol.node.NodeState.READY;
import static dev.godmode.protocol.node.NodeState.SUSPECT;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.FleetEvent.LossesFrozen;
import dev.godmode.protocol.event.FleetEvent.LossesThawed;
import dev.godmode.protocol.event.NodeEvent.NodeLost;
import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceBrakeTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final Scenario s = new Scenario();
  private NodeId one;
  private NodeId two;
  private NodeId three;
  private NodeId four;

  @BeforeEach
  void a_fleet_of_four() {
    one = s.node("one", 1);
    two = s.node("two", 1);
    three = s.node("three", 1);
    four = s.node("four", 2);
  }

  @Test
  void when_most_nodes_fall_silent_at_once_none_is_lost_and_nothing_moves() {
    var task = s.submit("a");
    var holder = s.running(task).node();

    s.silence(LONG);

    assertThat(s.events(NodeLost.class)).isEmpty();
    assertThat(s.running(task).node()).isEqualTo(holder);
    assertThat(s.events(LossesFrozen.class))
        .singleElement()
        .returns(4, LossesFrozen::silent)
        .returns(4, LossesFrozen::of);
    assertThat(s.kernel().fleet().freeze()).isPresent();
  }

  @Test
  void two_that_fall_silent_are_lost_as_ever() {
    s.pass(Duration.ofSeconds(8), one, two);

    assertThat(s.events(LossesFrozen.class)).isEmpty();
    assertThat(s.node(three).state()).isEqualTo(LOST);
    assertThat(s.node(four).state()).isEqualTo(LOST);
  }

  @Test
  void it_lets_go_by_itself_when_enough_are_heard_again_and_the_rest_have_the_full_time() {
    s.silence(LONG);

    s.pass(Duration.ofSeconds(6), one, two, three);
    assertThat(s.events(LossesThawed.class)).hasSize(1);
    assertThat(s.node(one).state()).isEqualTo(READY);
    assertThat(s.node(four).state()).isEqualTo(SUSPECT);

    s.pass(Duration.ofSeconds(2), one, two, three);
    assertThat(s.node(four).state()).isEqualTo(LOST);
  }

  @Test
  void streams_that_break_while_it_brakes_do_not_let_it_go() {
    s.silence(Duration.ofSeconds(5));
    s.send(new Command.DisconnectNode(one, "reset"));
    s.send(new Command.DisconnectNode(two, "reset"));
    s.send(new Command.DisconnectNode(three, "reset"));

    s.silence(LONG);

    assertThat(s.kernel().fleet().freeze()).isPresent();
    assertThat(s.events(NodeLost.class)).isEmpty();
  }

  @Test
  void a_persons_word_makes_the_silent_ones_lost_at_once() {
    var task = s.submit("a");
    s.pass(LONG, four);
    assertThat(s.state(task)).isEqualTo(RUNNING);

    s.send(new Command.BelieveLosses());

    assertThat(s.kernel().fleet().freeze()).isEmpty();
    assertThat(s.node(one).state()).isEqualTo(LOST);
    assertThat(s.node(two).state()).isEqualTo(LOST);
    assertThat(s.node(three).state()).isEqualTo(LOST);
    assertThat(s.running(task).node()).isEqualTo(four);
    s.pass(LONG, four);
    assertThat(s.events(LossesFrozen.class)).hasSize(1);
  }

  @Test
  void a_persons_word_without_a_freeze_changes_nothing() {
    s.send(new Command.BelieveLosses());

    assertThat(s.events(LossesThawed.class)).isEmpty();
  }

  @Test
  void whoever_is_heard_still_gets_work_while_it_brakes() {
    s.pass(LONG, four);

    var task = s.submit("new");

    assertThat(s.running(task).node()).isEqualTo(four);
  }

  @Test
  void a_silent_node_gets_none_while_it_brakes() {
    s.silence(LONG);

    assertThat(s.state(s.submit("new"))).isEqualTo(QUEUED);
  }

  @Test
  void a_new_control_process_listens_anew() {
    s.silence(LONG);

    s.send(new Command.StartControl("0"));

    assertThat(s.kernel().fleet().freeze()).isEmpty();
    s.silence(Duration.ofSeconds(4));
    assertThat(s.kernel().fleet().freeze()).isPresent();
    assertThat(s.events(NodeLost.class)).isEmpty();
  }
}
