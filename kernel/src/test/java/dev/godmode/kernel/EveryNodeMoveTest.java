package dev.godmode.kernel;

import static dev.godmode.protocol.node.NodeState.LOST;
import static dev.godmode.protocol.node.NodeState.READY;
import static dev.godmode.protocol.node.NodeState.REMOVED;
import static dev.godmode.protocol.node.NodeState.SUSPECT;
import static dev.godmode.protocol.node.Schedulability.CORDONED;
import static dev.godmode.protocol.node.Schedulability.DRAINING;
import static dev.godmode.protocol.node.Schedulability.OPEN;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.godmode.kernel.node.NodeTransitions;
import dev.godmode.kernel.node.NodeTransitions.Move;
import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.NodeEvent.NodeCordoned;
import dev.godmode.protocol.event.NodeEvent.NodeDraining;
import dev.godmode.protocol.event.NodeEvent.NodeLost;
import dev.godmode.protocol.event.NodeEvent.NodeReady;
import dev.godmode.protocol.event.NodeEvent.NodeRemoved;
import dev.godmode.protocol.event.NodeEvent.NodeSuspected;
import dev.godmode.protocol.event.NodeEvent.NodeUncordoned;
import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each legal move of a node is taken by a story; a move without one fails here. */
class EveryNodeMoveTest {

  private static final Duration SUSPICIOUS = Duration.ofSeconds(4);
  private static final Duration GONE = Duration.ofSeconds(8);

  private static final List<Move> LEGAL =
      Stream.concat(NodeTransitions.LIVENESS.stream(), NodeTransitions.SCHEDULABILITY.stream())
          .toList();

  private final Map<Move, Consumer<Scenario>> stories = new LinkedHashMap<>();

  EveryNodeMoveTest() {
    liveness();
    schedulability();
  }

  @TestFactory
  Stream<DynamicTest> a_story_takes_the_move() {
    return LEGAL.stream().map(move -> dynamicTest(move.toString(), () -> assertTaken(move)));
  }

  @Test
  void no_story_is_left_of_a_move_that_is_not_legal_any_more() {
    assertThat(stories.keySet()).containsExactlyInAnyOrderElementsOf(LEGAL);
  }

  private void assertTaken(Move move) {
    var scenario = new Scenario();
    requireNonNull(stories.get(move), "no story takes this move").accept(scenario);
    assertThat(scenario.moves()).contains(move);
  }

  private void story(
      Enum<?> from, Class<? extends NodeEvent> event, Enum<?> to, Consumer<Scenario> story) {
    stories.put(new Move(from, event, to), story);
  }

  private void liveness() {
    story(LOST, NodeReady.class, READY, s -> s.node("forge", 1));
    story(READY, NodeSuspected.class, SUSPECT, s -> silent(s, SUSPICIOUS));
    story(SUSPECT, NodeReady.class, READY, s -> s.heartbeat(silent(s, SUSPICIOUS)));
    story(SUSPECT, NodeLost.class, LOST, s -> silent(s, GONE));
    story(READY, NodeRemoved.class, REMOVED, s -> remove(s, s.node("forge", 1)));
    story(SUSPECT, NodeRemoved.class, REMOVED, s -> remove(s, silent(s, SUSPICIOUS)));
    story(LOST, NodeRemoved.class, REMOVED, s -> remove(s, s.enrolled("forge")));
  }

  private void schedulability() {
    story(OPEN, NodeCordoned.class, CORDONED, s -> cordon(s, s.node("forge", 1)));
    story(OPEN, NodeDraining.class, DRAINING, s -> drain(s, busy(s)));
    story(
        CORDONED,
        NodeDraining.class,
        DRAINING,
        s -> {
          var node = busy(s);
          cordon(s, node);
          drain(s, node);
        });
    story(
        CORDONED,
        NodeUncordoned.class,
        OPEN,
        s -> {
          var node = s.node("forge", 1);
          cordon(s, node);
          s.send(new Command.UncordonNode(node));
        });
    story(DRAINING, NodeCordoned.class, CORDONED, s -> drain(s, s.node("forge", 1)));
    story(
        DRAINING,
        NodeUncordoned.class,
        OPEN,
        s -> {
          var node = busy(s);
          drain(s, node);
          s.send(new Command.UncordonNode(node));
        });
  }

  private static NodeId busy(Scenario s) {
    var node = s.node("forge", 1);
    s.submit("a");
    return node;
  }

  private static NodeId silent(Scenario s, Duration time) {
    var node = s.node("forge", 1);
    s.silence(time);
    return node;
  }

  private static void cordon(Scenario s, NodeId node) {
    s.send(new Command.CordonNode(node, "looking into it"));
  }

  private static void drain(Scenario s, NodeId node) {
    s.send(new Command.DrainNode(node, s.now().plusSeconds(60), false));
  }

  private static void remove(Scenario s, NodeId node) {
    s.send(new Command.RemoveNode(node, "sold"));
  }
}
