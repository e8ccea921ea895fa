package dev.godmode.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Command.Heartbeat;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class BeatsTest {

  private static final NodeId FORGE = new NodeId("forge");
  private static final NodeId ATLAS = new NodeId("atlas");

  private final List<List<Command>> told = new ArrayList<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final Beats beats = new Beats(told::add, later::add);

  @Test
  void those_of_many_nodes_are_told_at_once_and_of_each_the_last() {
    beats.heard(beat(FORGE, 0.1));
    beats.heard(beat(ATLAS, 0.2));
    beats.heard(beat(FORGE, 0.3));

    later.remove().run();

    assertThat(told).containsExactly(List.of(beat(FORGE, 0.3), beat(ATLAS, 0.2)));
    assertThat(later).isEmpty();
  }

  @Test
  void one_whose_stream_has_ended_is_not_told_behind_its_end() {
    beats.heard(beat(FORGE, 0.1));

    beats.forget(FORGE);
    later.remove().run();

    assertThat(told).isEmpty();
  }

  @Test
  void the_next_ones_are_gathered_anew() {
    beats.heard(beat(FORGE, 0.1));
    later.remove().run();

    beats.heard(beat(FORGE, 0.2));
    later.remove().run();

    assertThat(told).hasSize(2);
  }

  private static Heartbeat beat(NodeId node, double cpu) {
    return new Heartbeat(node, new Usage(cpu, 0, 0, 0, 0), List.of());
  }
}
