package dev.godmode.control.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins ranked lists whose scores cannot be compared, by ranks alone: reciprocal rank fusion of
 * Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
 * Learning Methods", SIGIR 2009. A memory's score is the sum of 1 / (60 + rank) over the lists that
 * have it; ranks begin at 1.
 */
final class RankFusion {

  /** As in the paper: a list's first places are not worth much more than its next ones. */
  private static final int K = 60;

  private static final double SCALE = 1e6;

  /**
   * One that at least one list has.
   *
   * @param ranks in each list that has it
   */
  record Ranked(String id, double score, Map<Part, Integer> ranks) {
    Ranked {
      ranks = Map.copyOf(ranks);
    }
  }

  private RankFusion() {}

  /** The best first; of equals the one that was found first. */
  static List<Ranked> join(Map<Part, List<String>> lists) {
    var ranks = new LinkedHashMap<String, Map<Part, Integer>>();
    for (var part : Part.values()) {
      var rank = 1;
      for (var id : lists.getOrDefault(part, List.of())) {
        ranks.computeIfAbsent(id, _ -> new EnumMap<>(Part.class)).putIfAbsent(part, rank);
        rank++;
      }
    }
    var joined = new ArrayList<Ranked>();
    ranks.forEach((id, in) -> joined.add(new Ranked(id, score(in), in)));
    joined.sort(Comparator.comparingDouble(Ranked::score).reversed());
    return joined;
  }

  private static double score(Map<Part, Integer> ranks) {
    var sum = ranks.values().stream().mapToDouble(rank -> 1.0 / (K + rank)).sum();
    return Math.round(sum * SCALE) / SCALE;
  }
}
