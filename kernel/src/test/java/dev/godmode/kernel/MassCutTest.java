package dev.godmode.kernel;

import static dev.godmode.protocol.node.NodeState.LOST;
import static dev.godmode.protocol.node.NodeState.READY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.FleetEvent.LossesFrozen;
import dev.godmode.protocol.event.NodeEvent.NodeLost;
import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Something between control and its nodes breaks, and all their streams with it. */
class MassCutTest {

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

  private void cut(NodeId... nodes) {
    List.of(nodes).forEach(node -> s.send(new Command.DisconnectNode(node, "reset")));
  }

  @Test
  void two_of_four_that_break_are_lost_as_ever() {
    cut(one, two);

    s.pass(Duration.ofSeconds(2), three, four);

    assertThat(s.events(NodeLost.class)).hasSize(2);
  }

  @Test
  void most_that_break_at_once_have_the_time_of_the_silent() {
    cut(one, two, three);

    s.pass(Duration.ofMillis(6_500), four);
    assertThat(s.events(NodeLost.class)).isEmpty();
    s.pass(Duration.ofSeconds(2), four);

    assertThat(s.events(NodeLost.class)).hasSize(3);
    assertThat(s.events(LossesFrozen.class)).isEmpty();
  }

  @Test
  void fifty_are_a_mass_in_a_large_fleet() {
    var many = IntStream.range(0, 150).mapToObj(i -> s.node("n" + i, 1)).toList();
    many.subList(0, 50).forEach(this::cut);

    var others = Stream.concat(Stream.of(one, two, three, four), many.subList(50, 150).stream());
    s.pass(Duration.ofSeconds(3), others.toArray(NodeId[]::new));

    assertThat(s.events(NodeLost.class)).isEmpty();
  }

  @Test
  void the_more_they_are_the_longer_their_greetings_take() {
    var many = IntStream.range(0, 150).mapToObj(i -> s.node("n" + i, 1)).toList();
    many.forEach(this::cut);

    s.pass(Duration.ofSeconds(9), one, two, three, four);
    assertThat(s.events(NodeLost.class)).isEmpty();
    s.pass(Duration.ofSeconds(2), one, two, three, four);

    assertThat(s.events(NodeLost.class)).hasSize(150);
  }

  @Test
  void so_it_is_when_control_hears_of_one_after_the_other() {
    var many = IntStream.range(0, 150).mapToObj(i -> s.node("n" + i, 1)).toList();
    many.subList(0, 60).forEach(this::cut);
    s.pass(Duration.ofMillis(500), one, two, three, four);
    many.subList(60, 150).forEach(this::cut);

    s.pass(Duration.ofMillis(9_300), one, two, three, four);
    assertThat(s.events(NodeLost.class)).isEmpty();
    s.pass(Duration.ofSeconds(2), one, two, three, four);

    assertThat(s.events(NodeLost.class)).hasSize(150);
  }

  @Test
  void whose_break_was_not_noticed_is_waited_for_with_the_others() {
    cut(one, two, three);

    s.pass(Duration.ofSeconds(5));
    s.pass(Duration.ofSeconds(5), one);
    assertThat(s.events(NodeLost.class)).isEmpty();
    s.pass(Duration.ofSeconds(8), one);

    assertThat(s.node(four).state()).isEqualTo(LOST);
  }

  @Test
  void who_was_greeted_and_is_silent_while_the_others_are_greeted_keeps_its_work() {
    cut(one, two, three, four);

    s.pass(Duration.ofMillis(500), one);
    s.pass(Duration.ofSeconds(5), two);
    s.pass(Duration.ofSeconds(5), two, three);

    assertThat(s.events(NodeLost.class)).isEmpty();
  }

  @Test
  void while_some_come_back_the_others_are_waited_for_and_nothing_moves() {
    var tasks = Stream.of("a", "b", "c", "d").map(s::submit).toList();
    var holders = tasks.stream().map(task -> s.running(task).node()).toList();
    cut(one, two, three, four);

    s.silence(Duration.ofSeconds(6));
    s.pass(Duration.ofSeconds(6), one);
    s.pass(Duration.ofSeconds(6), one, two);
    s.pass(Duration.ofSeconds(6), one, two, three);
    s.pass(Duration.ofSeconds(6), one, two, three, four);

    assertThat(s.events(NodeLost.class)).isEmpty();
    assertThat(tasks).map(task -> s.running(task).node()).isEqualTo(holders);
    assertThat(s.node(four).state()).isEqualTo(READY);
  }

  @Test
  void whoever_does_not_come_back_after_the_others_is_lost() {
    cut(one, two, three, four);

    s.pass(Duration.ofSeconds(8), one, two, three);

    assertThat(s.node(four).state()).isEqualTo(LOST);
  }

  @Test
  void one_that_comes_and_goes_keeps_the_others_no_longer_than_minutes() {
    cut(one, two, three);

    for (var times = 0; times < 30; times++) {
      s.pass(Duration.ofSeconds(2), one, four);
      cut(one);
      s.pass(Duration.ofSeconds(3), four);
    }

    assertThat(s.node(two).state()).isEqualTo(LOST);
    assertThat(s.node(three).state()).isEqualTo(LOST);
  }

  @Test
  void when_all_are_back_a_single_broken_stream_counts_at_once_again() {
    cut(one, two, three);
    s.pass(Duration.ofSeconds(1), one, two, three, four);
    cut(one);

    s.pass(Duration.ofSeconds(2), two, three, four);

    assertThat(s.node(one).state()).isEqualTo(LOST);
  }
}
