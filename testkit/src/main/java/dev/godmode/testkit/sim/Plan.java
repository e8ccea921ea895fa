package dev.godmode.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What happens is a function of this alone.
 *
 * <p>Each seed has its own mixture of troubles, about half of all kinds: some bugs show only when
 * other trouble does not hide them (swarm testing: Groce, Zhang, Eide, Chen, Regehr, 2012).
 *
 * @param bad how long the bad time lasts
 */
record Plan(long seed, Sabotage bug, Set<Trouble> troubles, int nodes, Duration bad) {

  private static final Duration BAD = Duration.ofSeconds(60);
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final double EACH = 0.5;
  private static final double FLOODS = 0.25;

  /** Drawn after all else: seeds of before there were these mean what they did. */
  private static final EnumSet<Trouble> LATER =
      EnumSet.of(
          Trouble.DOCUMENTS_CHANGED,
          Trouble.QUESTIONS,
          Trouble.STANDBY_TAKES_OVER,
          Trouble.ROOM_ASKED,
          Trouble.ROUTES_BROKEN);

  private static final int NODES_MIN = 2;
  private static final int NODES_MAX = 6;

  static Plan of(long seed, Sabotage bug) {
    var random = new SplittableRandom(seed);
    var troubles = EnumSet.noneOf(Trouble.class);
    for (var trouble : EnumSet.complementOf(LATER)) {
      if (random.nextDouble() < (trouble == Trouble.FLOOD ? FLOODS : EACH)) {
        troubles.add(trouble);
      }
    }
    var nodes = random.nextInt(NODES_MIN, NODES_MAX + 1);
    if (random.nextDouble() < EACH && !troubles.contains(Trouble.FLOOD)) {
      troubles.add(Trouble.DOCUMENTS_CHANGED);
    }
    if (random.nextDouble() < EACH && !troubles.contains(Trouble.FLOOD)) {
      troubles.add(Trouble.QUESTIONS);
    }
    if (random.nextDouble() < EACH) {
      troubles.add(Trouble.STANDBY_TAKES_OVER);
    }
    if (random.nextDouble() < EACH) {
      troubles.add(Trouble.ROOM_ASKED);
    }
    if (random.nextDouble() < EACH && !troubles.contains(Trouble.FLOOD)) {
      troubles.add(Trouble.ROUTES_BROKEN);
    }
    return new Plan(seed, bug, troubles, nodes, BAD);
  }

  Plan {
    troubles = troubles.isEmpty() ? Set.of() : EnumSet.copyOf(troubles);
  }

  boolean has(Trouble trouble) {
    return troubles.contains(trouble);
  }

  /** The same with a little less: what a failure is shrunk to, if it still fails. */
  List<Plan> smaller() {
    var smaller = new ArrayList<Plan>();
    if (bad.compareTo(SHORTEST) > 0) {
      smaller.add(new Plan(seed, bug, troubles, nodes, bad.dividedBy(2)));
    }
    if (nodes > 1) {
      smaller.add(new Plan(seed, bug, troubles, nodes - 1, bad));
    }
    Stream.of(Trouble.values()).filter(this::has).map(this::without).forEach(smaller::add);
    return smaller;
  }

  private Plan without(Trouble trouble) {
    var fewer = EnumSet.copyOf(troubles);
    fewer.remove(trouble);
    return new Plan(seed, bug, fewer, nodes, bad);
  }
}
