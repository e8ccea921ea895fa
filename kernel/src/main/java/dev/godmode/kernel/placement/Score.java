package dev.godmode.kernel.placement;

import dev.godmode.protocol.api.Explanation.ScorePart;
import dev.godmode.protocol.text.SkillTag;
import java.util.ArrayList;
import java.util.List;

/**
 * How much speaks for a node, in whole points.
 *
 * <p>Up to {@value #FREE} for its share of free slots and up to {@value #IDLE} for idle cores, when
 * a measurement is there and fresh; {@value #NEAR} when a task that this one comes after ran there;
 * {@value #PREFERRED} for each preferred skill; {@value #HOME} when it is where a sticky task ran
 * before. A preferred skill outweighs all load, and what is warm outweighs two of those.
 *
 * <p>Points are whole so that nodes fall into few classes: that makes choosing cheap, and keeps the
 * noise of a measurement from deciding.
 */
final class Score {

  static final int FREE = 20;
  static final int IDLE = 10;
  static final int NEAR = 25;
  static final int PREFERRED = 40;
  static final int HOME = 100;

  /** The most that a node can have whoever asks. */
  static final int BASE_MAX = FREE + IDLE;

  private Score() {}

  /** What speaks for it whoever asks. */
  static int base(Candidate candidate) {
    return free(candidate) + idle(candidate);
  }

  private static int free(Candidate candidate) {
    var slots = Math.max(1, candidate.node().slots());
    return Math.clamp((long) FREE * candidate.freeSlots() / slots, 0, FREE);
  }

  private static int idle(Candidate candidate) {
    return candidate.isMeasured() ? (int) Math.round(IDLE * (1 - candidate.cpu())) : 0;
  }

  static int of(Ask ask, Candidate candidate) {
    var points = base(candidate);
    for (var tag : ask.preferred()) {
      if (candidate.offers(tag)) {
        points += PREFERRED;
      }
    }
    return points + ofPlace(ask, candidate);
  }

  /** What speaks for a node because of what ran there. */
  static int ofPlace(Ask ask, Candidate candidate) {
    var id = candidate.node().id();
    return (ask.isHome(id) ? HOME : 0) + (ask.isNear(id) ? NEAR : 0);
  }

  static List<ScorePart> parts(Ask ask, Candidate candidate) {
    var parts = new ArrayList<ScorePart>();
    parts.add(
        new ScorePart(
            "%d of %d slots free".formatted(candidate.freeSlots(), candidate.node().slots()),
            free(candidate)));
    parts.add(
        new ScorePart(
            candidate.isMeasured() ? "cpu " + percent(candidate) : "cpu not known",
            idle(candidate)));
    ask.need().prefers().stream()
        .filter(tag -> candidate.offers(SkillTag.wantedOrName(tag)))
        .sorted()
        .forEach(tag -> parts.add(new ScorePart("has preferred " + tag, PREFERRED)));
    if (ask.isNear(candidate.node().id())) {
      parts.add(new ScorePart("what it comes after ran there", NEAR));
    }
    if (ask.isHome(candidate.node().id())) {
      parts.add(new ScorePart("it is warm there", HOME));
    }
    return parts;
  }

  /** In one line, for the attempt's record. */
  static String words(Ask ask, Candidate candidate, List<String> preferred) {
    var text = new StringBuilder(48);
    text.append(candidate.freeSlots())
        .append(" of ")
        .append(candidate.node().slots())
        .append(" slots free, cpu ")
        .append(candidate.isMeasured() ? percent(candidate) : "unknown");
    if (!preferred.isEmpty()) {
      text.append(", has preferred ").append(String.join(", ", preferred));
    }
    if (ask.isNear(candidate.node().id())) {
      text.append(", what it comes after ran there");
    }
    if (ask.isHome(candidate.node().id())) {
      text.append(", it is warm there");
    }
    return text.toString();
  }

  private static String percent(Candidate candidate) {
    return Math.round(candidate.cpu() * 100) + " %";
  }
}
