package dev.godmode.kernel;

import dev.godmode.kernel.placement.Ask;
import dev.godmode.kernel.placement.Candidate;
import dev.godmode.kernel.placement.Need;
import dev.godmode.kernel.placement.Verdicts;
import dev.godmode.kernel.placement.Verdicts.Nearest;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.text.SkillTag;
import dev.godmode.protocol.text.SkillTags;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.protocol.text.Version;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a task will not run however long it waits, and the smallest change that would help. */
record Impossibility(String summary, String mend) {

  /** What no fleet could give, because it contradicts itself. */
  static Optional<Impossibility> of(Need need) {
    var pins = need.pins();
    if (pins.size() > 1) {
      return Optional.of(
          new Impossibility(
              "never: the task is pinned to %s, and its agent to another"
                  .formatted(String.join(" or ", pins)),
              "pin it to one node, or to none"));
    }
    var pair = SkillTags.contradiction(tags(need));
    return pair.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Impossibility(
                "never: '%s' and '%s' contradict each other"
                    .formatted(pair.getFirst(), pair.getLast()),
                "require only one of them"));
  }

  /** What this fleet cannot give, as it is. */
  static Impossibility of(Ask ask, Collection<Candidate> fleet, Nearest nearest) {
    var unknown =
        ask.need().pins().stream().filter(pin -> Verdicts.named(pin, fleet).isEmpty()).findFirst();
    if (unknown.isPresent()) {
      return new Impossibility(
          "never, as the fleet is: there is no node '%s'%s"
              .formatted(unknown.get(), Spelling.hint(unknown.get(), Verdicts.names(fleet))),
          "pin it to a node that gm nodes lists, or to none");
    }
    var missing =
        tags(ask.need()).stream().filter(tag -> Verdicts.offering(tag, fleet).isEmpty()).toList();
    if (missing.isEmpty()) {
      return new Impossibility(
          "never, as the fleet is: no node has all it asks for; nearest is %s: %s"
              .formatted(nearest.name(), nearest.problem()),
          nearest.mend());
    }
    return new Impossibility(
        "never, as the fleet is: no node offers %s; nearest is %s"
            .formatted(
                missing.stream()
                    .map(tag -> "'%s'%s".formatted(tag, hint(tag, fleet)))
                    .collect(Collectors.joining(" and ")),
                nearest.name()),
        mend(missing));
  }

  /** The program of a driver is no skill that a node has by being told so. */
  private static String mend(List<SkillTag> missing) {
    return missing.stream()
        .flatMap(tag -> AgentDriver.ofSkill(tag.name()).stream())
        .findFirst()
        .map(
            driver ->
                "on a node: %s, and start its worker anew (gm down, gmup)"
                    .formatted(driver.whence()))
        .orElseGet(
            () ->
                "start a worker with ./gmup --skills %s, or require less"
                    .formatted(
                        missing.stream()
                            .map(Impossibility::offer)
                            .collect(Collectors.joining(","))));
  }

  private static List<SkillTag> tags(Need need) {
    return need.requires().stream().sorted().map(SkillTag::wantedOrName).toList();
  }

  /** The versions there are of it, or the tag that is probably meant. */
  private static String hint(SkillTag tag, Collection<Candidate> fleet) {
    var versions = Verdicts.versions(tag.name(), fleet).stream().map(Version::toString).toList();
    if (!versions.isEmpty()) {
      return " (there is %s)".formatted(String.join(", ", versions));
    }
    return Verdicts.offered(fleet).contains(tag.name())
        ? " (nobody knows which version there is)"
        : Spelling.hint(tag.name(), Verdicts.offered(fleet));
  }

  private static String offer(SkillTag tag) {
    return switch (tag.relation()) {
      case ANY, MORE, LESS -> tag.name();
      case AT_LEAST, AT_MOST, LIKE ->
          tag.name() + tag.version().map(version -> "@" + version).orElse("");
    };
  }

  Explanation explained(Verdicts verdicts) {
    return new Explanation(
        summary, Optional.empty(), verdicts.best(), mend, true, verdicts.others());
  }
}
