package dev.godmode.kernel.placement;

import dev.godmode.protocol.task.Allotment;
import java.util.List;
import java.util.Optional;

/**
 * How a node is chosen: first the rules that must hold, then the score. Equal scores go to the node
 * that has been in the fleet longest. {@link NodeIndex} finds it without looking at all of them.
 */
public final class Placement {

  private static final NodeRule[] RULES = NodeRule.values();

  /**
   * A node and why it.
   *
   * @param allotment what is set aside there; empty when nothing is asked for
   */
  public record Choice(Candidate candidate, int score, Optional<Allotment> allotment, String why) {}

  private Placement() {}

  static boolean fits(Ask ask, Candidate candidate) {
    for (var rule : RULES) {
      if (!rule.passes(ask, candidate)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it would fit if it only waited long enough. */
  static boolean mayFit(Ask ask, Candidate candidate) {
    for (var rule : RULES) {
      if (rule.isFixed() && !rule.passes(ask, candidate)) {
        return false;
      }
    }
    return true;
  }

  /** What is chosen, where these preferred skills speak for it. */
  static Choice choice(Ask ask, Candidate candidate, int score, List<String> preferred) {
    return new Choice(
        candidate,
        score,
        candidate.allot(ask.need().resources()),
        Score.words(ask, candidate, preferred));
  }
}
