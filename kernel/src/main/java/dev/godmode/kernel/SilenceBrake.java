package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import dev.godmode.protocol.event.FleetEvent.LossesFrozen;
import dev.godmode.protocol.event.FleetEvent.LossesThawed;
import dev.godmode.protocol.node.NodeState;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * When most nodes fall silent at once it is more likely control that has lost its network than all
 * of them: then nothing is declared lost and nothing moves, until enough are heard again, or a
 * person says that they are gone.
 *
 * <p>A node is silent between suspicion and loss only for some seconds, so nodes that are silent at
 * the same moment fell silent at once. A stream that broke is another thing: somebody was there to
 * reset it, and whoever lives dials again ({@link MassCut}); it never brakes.
 */
final class SilenceBrake {

  /** Fewer silent nodes never brake: a small fleet fails over at once. */
  static final int SILENT_MIN = 3;

  /** It brakes when at least one in so many is silent, and lets go when fewer than half that. */
  static final int BRAKES_AT_ONE_IN = 2;

  private SilenceBrake() {}

  /** Brakes or lets go, by what is heard just now. */
  static void look(Turn turn) {
    var there = there(turn);
    if (turn.state().fleet().freeze().isEmpty()) {
      var silent = count(turn, there, (signs, t) -> signs.closedAt().isEmpty() && silent(signs, t));
      if (silent >= SILENT_MIN && silent * BRAKES_AT_ONE_IN >= there.size()) {
        turn.emit(new LossesFrozen(silent, there.size()));
      }
    } else {
      var unheard =
          count(turn, there, (signs, t) -> signs.closedAt().isPresent() || silent(signs, t));
      if (unheard < SILENT_MIN || unheard * BRAKES_AT_ONE_IN * 2 < there.size()) {
        thaw(
            turn, "%d of %d nodes are heard again".formatted(there.size() - unheard, there.size()));
      }
    }
  }

  private static boolean silent(NodeSigns signs, Turn turn) {
    return signs.silence(turn.now()).compareTo(turn.settings().suspectAfter()) >= 0;
  }

  private static int count(Turn turn, List<Node> there, BiPredicate<NodeSigns, Turn> what) {
    return (int)
        there.stream()
            .filter(
                node ->
                    turn.state()
                        .nodes()
                        .signs(node.id())
                        .filter(signs -> what.test(signs, turn))
                        .isPresent())
            .count();
  }

  /** Nodes that are not known to be lost or gone. */
  static List<Node> there(Turn turn) {
    return turn.state().nodes().all().stream()
        .filter(node -> node.state() == NodeState.READY || node.state() == NodeState.SUSPECT)
        .toList();
  }

  private static void thaw(Turn turn, String reason) {
    turn.emit(new LossesThawed(reason));
    turn.state().nodes().countAnew(turn.now());
  }

  /** A person's word that the silent ones are gone: they are lost now, and their work moves. */
  static Reply release(Turn turn) {
    if (turn.state().fleet().freeze().isEmpty()) {
      return DONE;
    }
    var gone = there(turn).stream().filter(node -> node.state() == NodeState.SUSPECT).toList();
    turn.emit(new LossesThawed("the owner says that the silent nodes are gone"));
    gone.forEach(node -> Losses.lose(turn, node, "by the owner's word"));
    turn.state().nodes().countAnew(turn.now());
    return DONE;
  }
}
