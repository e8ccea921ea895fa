package dev.godmode.kernel;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import java.time.Duration;

/**
 * When the streams of most nodes break at once, it is something between them and control that
 * broke: a switch, a tunnel, control's own network. A broken stream is no sign of a death then, and
 * thousands who dial again need more than a moment. So each has the time of a silent node, counted
 * from whenever one of them came back for the last time.
 *
 * <p>Other than {@link SilenceBrake silence} it needs no person: whoever lives dials again, so when
 * nobody does any more, the others are lost.
 */
final class MassCut {

  /** Fewer are no mass: a small fleet fails over at once. */
  private static final int MIN = 3;

  /** So many are one in any fleet: control hears of thousands of breaks one after the other. */
  private static final int ALWAYS = 50;

  private MassCut() {}

  /** Begins, grows or ends, by whose streams are broken just now. */
  static void look(Turn turn) {
    var nodes = turn.state().nodes();
    var there = SilenceBrake.there(turn);
    var broken = there.stream().filter(node -> isBroken(turn, node)).count();
    if (broken == 0) {
      nodes.cutOver();
    } else if (nodes.cut().isPresent() || isMass(broken, there.size())) {
      nodes.cutAt(turn.now(), broken);
    }
  }

  private static boolean isMass(long broken, int there) {
    return broken >= ALWAYS || (broken >= MIN && broken * 2 >= there);
  }

  private static boolean isBroken(Turn turn, Node node) {
    return turn.state().nodes().signs(node.id()).flatMap(NodeSigns::closedAt).isPresent();
  }

  /**
   * Whether a node has been away for too long: its stream broken, or silent. While a cut lasts
   * those count alike, for control hears late of many a break, and whoever has just been greeted is
   * heard again only when the others have been.
   */
  static boolean isGone(Turn turn, NodeSigns signs) {
    return signs.closedAt().isPresent()
        ? isOver(turn, signs.closedFor(turn.now()), turn.settings().goneAfter())
        : isOver(turn, signs.silence(turn.now()), turn.settings().lostAfter());
  }

  private static boolean isOver(Turn turn, Duration away, Duration enough) {
    var cut = turn.state().nodes().cut();
    return away.compareTo(enough) >= 0
        && (cut.isEmpty() || cut.get().isOver(turn.now(), turn.settings().lostAfter()));
  }
}
