package dev.godmode.kernel.placement;

import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.text.SkillTag;
import dev.godmode.protocol.text.Version;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must hold for a node to take a task. The scheduler and the explanation ask the same rules.
 */
enum NodeRule {
  ALIVE("alive", Lasting.PASSING) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      return candidate.node().state() == NodeState.READY;
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
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
  SCHEDULABLE("takes work", Lasting.PASSING) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      return candidate.node().schedulability() == Schedulability.OPEN;
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
      return switch (candidate.node().schedulability()) {
        case OPEN -> "open";
        case CORDONED -> "cordoned: gm node uncordon " + candidate.node().name();
        case DRAINING -> "draining";
      };
    }
  },
  PINNED("is the one", Lasting.FIXED) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      var pins = ask.need().ties().pins();
      return pins.isEmpty() || pins.equals(Set.of(candidate.node().name()));
    }

    @Override
    boolean matters(Ask ask, Candidate candidate) {
      return !ask.need().ties().pins().isEmpty();
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
      var pins = ask.need().ties().pins().stream().sorted().toList();
      return passes(ask, candidate) ? "pinned to it" : "pinned to " + String.join(" and to ", pins);
    }

    @Override
    int misses(Ask ask, Candidate candidate) {
      return passes(ask, candidate) ? 0 : OTHER_NODE;
    }
  },
  HOME("is where it was", Lasting.PASSING) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      var only = ask.onlyHome();
      return only.isEmpty() || only.get().equals(candidate.node().id());
    }

    @Override
    boolean matters(Ask ask, Candidate candidate) {
      return ask.onlyHome().isPresent();
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
      return passes(ask, candidate) ? "it ran here before" : "insists on where it ran before";
    }

    @Override
    int misses(Ask ask, Candidate candidate) {
      return passes(ask, candidate) ? 0 : OTHER_NODE;
    }
  },
  TAKES("takes its agent", Lasting.FIXED) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      return candidate.takes(ask.need().agentType());
    }

    @Override
    boolean matters(Ask ask, Candidate candidate) {
      return candidate.node().allowed().isPresent()
          || candidate.node().inventory().filter(known -> known.agents().isPresent()).isPresent();
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
      return passes(ask, candidate)
          ? "takes " + ask.need().agentType()
          : "does not take the agent '%s'".formatted(ask.need().agentType());
    }

    @Override
    String mend(Ask ask, Candidate candidate) {
      var name = candidate.node().name();
      return candidate.node().allowed().isPresent()
          ? "let it: gm node allow %s --any".formatted(name)
          : "start the worker of %s with --agents %s, or without --agents"
              .formatted(name, ask.need().agentType());
    }
  },
  UNBROKEN("no breaker", Lasting.PASSING) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      return !ask.avoided().containsKey(candidate.node().id());
    }

    @Override
    boolean matters(Ask ask, Candidate candidate) {
      return !ask.avoided().isEmpty();
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
      return ask.avoided().getOrDefault(candidate.node().id(), "none is open");
    }
  },
  SKILLED("skills", Lasting.FIXED) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      return misses(ask, candidate) == 0;
    }

    @Override
    int misses(Ask ask, Candidate candidate) {
      var missing = 0;
      for (var tag : ask.required()) {
        missing += candidate.offers(tag) ? 0 : 1;
      }
      return missing;
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
      var missing = missing(ask, candidate);
      if (missing.isEmpty()) {
        return ask.need().requires().isEmpty() ? "none required" : "has all";
      }
      return missing.stream()
          .map(tag -> tag + has(tag, candidate))
          .collect(Collectors.joining(", ", "lacks ", ""));
    }

    @Override
    String mend(Ask ask, Candidate candidate) {
      return "give %s the skill (it %s) or require less"
          .formatted(candidate.node().name(), detail(ask, candidate));
    }

    private String has(SkillTag tag, Candidate candidate) {
      if (!candidate.skills().contains(tag.name())) {
        return "";
      }
      var version = candidate.version(tag.name()).map(Version::toString);
      return version.map(" (has %s)"::formatted).orElse(" (has it, in a version nobody knows)");
    }
  },
  SIZE("big enough", Lasting.FIXED) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      return candidate.isBigEnoughFor(ask.need().resources());
    }

    @Override
    boolean matters(Ask ask, Candidate candidate) {
      return !ask.need().resources().isNothing();
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
      return "asks %s; has %s, %s, %s"
          .formatted(
              ask.need().resources().words(),
              Amounts.cores(candidate.cores()),
              Amounts.bytes(candidate.memoryBytes()),
              gpus(candidate));
    }

    @Override
    String mend(Ask ask, Candidate candidate) {
      return "ask for less, or add a bigger node with gm join-code";
    }

    private String gpus(Candidate candidate) {
      return candidate
          .node()
          .inventory()
          .filter(found -> !found.gpus().isEmpty())
          .map(
              found ->
                  found.gpus().stream()
                      .map(gpu -> gpu.model() + " " + Amounts.bytes(gpu.memoryBytes()))
                      .collect(Collectors.joining(" + ")))
          .orElse("no gpu");
    }
  },
  SLOT("free slot", Lasting.PASSING) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      return candidate.freeSlots() > 0;
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
      return "%d of %d in use".formatted(candidate.leased(), candidate.node().slots());
    }
  },
  ROOM("room left", Lasting.PASSING) {
    @Override
    boolean passes(Ask ask, Candidate candidate) {
      return candidate.hasRoomFor(ask.need().resources());
    }

    @Override
    boolean matters(Ask ask, Candidate candidate) {
      return !ask.need().resources().isNothing();
    }

    @Override
    String detail(Ask ask, Candidate candidate) {
      var asked = ask.need().resources();
      return "%s and %s free%s"
          .formatted(
              Amounts.cores(candidate.coresFree()),
              Amounts.bytes(candidate.memoryFree()),
              asked.gpus() == 0 ? "" : ", %d fitting gpus".formatted(candidate.gpusFree(asked)));
    }
  };

  /** Whether waiting may change the answer. */
  private enum Lasting {
    /** It may pass in a while by itself. */
    PASSING,
    /** It stays until the node or the task is changed. */
    FIXED
  }

  /** A task that is tied to one node is told of that one, whatever that misses. */
  private static final int OTHER_NODE = 1_000;

  private final String label;
  private final Lasting lasting;

  NodeRule(String label, Lasting lasting) {
    this.label = label;
    this.lasting = lasting;
  }

  String label() {
    return label;
  }

  /** Waiting does not help against it. */
  boolean isFixed() {
    return lasting == Lasting.FIXED;
  }

  abstract boolean passes(Ask ask, Candidate candidate);

  /** Whether it is worth telling: a rule about what nobody asked for is not. */
  boolean matters(Ask ask, Candidate candidate) {
    return true;
  }

  /** How far the node is from passing: 0 when it does. */
  int misses(Ask ask, Candidate candidate) {
    return passes(ask, candidate) ? 0 : 1;
  }

  /** Words for people, whether it passes or not. */
  abstract String detail(Ask ask, Candidate candidate);

  /** The smallest change that would let it pass. */
  String mend(Ask ask, Candidate candidate) {
    return detail(ask, candidate);
  }

  private static List<SkillTag> missing(Ask ask, Candidate candidate) {
    return ask.required().stream().filter(tag -> !candidate.offers(tag)).toList();
  }
}
