package dev.godmode.kernel.placement;

import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import java.util.TreeSet;

/**
 * What must hold for a node to take a task. The scheduler and the explanation ask the same rules.
 */
enum NodeRule {
  ALIVE("alive") {
    @Override
    boolean passes(Need need, Candidate candidate) {
      return candidate.node().state() == NodeState.READY;
    }

    @Override
    String detail(Need need, Candidate candidate) {
      return switch (candidate.node().state()) {
        case READY -> "ready";
        case SUSPECT -> "silent for a moment; its work is not moved yet";
        case LOST ->
            candidate.node().inventory().isPresent()
                ? "lost: start its worker again with ./gmup"
                : "has not connected yet";
        case REMOVED -> "removed from the fleet";
      };
    }
  },
  SCHEDULABLE("takes work") {
    @Override
    boolean passes(Need need, Candidate candidate) {
      return candidate.node().schedulability() == Schedulability.OPEN;
    }

    @Override
    String detail(Need need, Candidate candidate) {
      return switch (candidate.node().schedulability()) {
        case OPEN -> "open";
        case CORDONED -> "cordoned: gm node uncordon " + candidate.node().name();
        case DRAINING -> "draining";
      };
    }
  },
  PINNED("node") {
    @Override
    boolean passes(Need need, Candidate candidate) {
      return need.node().stream().allMatch(candidate.node().name()::equals);
    }

    @Override
    String detail(Need need, Candidate candidate) {
      return need.node().map(node -> "may run on %s only".formatted(node)).orElse("any");
    }
  },
  SKILLED("skills") {
    @Override
    boolean passes(Need need, Candidate candidate) {
      return candidate.skills().containsAll(need.requires());
    }

    @Override
    String detail(Need need, Candidate candidate) {
      var missing = new TreeSet<>(need.requires());
      missing.removeAll(candidate.skills());
      return missing.isEmpty()
          ? (need.requires().isEmpty() ? "none required" : "has all")
          : "lacks " + String.join(", ", missing);
    }
  },
  SLOT("free slot") {
    @Override
    boolean passes(Need need, Candidate candidate) {
      return candidate.freeSlots() > 0;
    }

    @Override
    String detail(Need need, Candidate candidate) {
      return "%d of %d in use".formatted(candidate.leased(), candidate.node().slots());
    }
  };

  private final String label;

  NodeRule(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  abstract boolean passes(Need need, Candidate candidate);

  /** Words for people, whether it passes or not. */
  abstract String detail(Need need, Candidate candidate);
}
