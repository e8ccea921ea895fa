package dev.godmode.protocol.text;

import dev.godmode.protocol.text.SkillTag.Relation;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Several skill tags that one node must have all of. */
public final class SkillTags {

  private SkillTags() {}

  /**
   * Two of them that no version can both be true of; empty when there are none.
   *
   * <p>Each tag allows one stretch of versions. That several stretches have nothing in common shows
   * in the one that begins last and the one that ends first.
   */
  public static List<SkillTag> contradiction(Collection<SkillTag> tags) {
    return tags.stream()
        .map(SkillTag::name)
        .distinct()
        .sorted()
        .map(name -> ofOne(tags.stream().filter(tag -> tag.name().equals(name)).toList()))
        .filter(pair -> !pair.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private record End(SkillTag tag, Version version, boolean open) {}

  private static List<SkillTag> ofOne(List<SkillTag> tags) {
    var begin =
        tags.stream()
            .flatMap(tag -> begin(tag).stream())
            .max(Comparator.comparing(End::version).thenComparing(End::open));
    var end =
        tags.stream()
            .flatMap(tag -> end(tag).stream())
            .min(
                Comparator.comparing(End::version)
                    .thenComparing(End::open, Comparator.reverseOrder()));
    if (begin.isEmpty() || end.isEmpty()) {
      return List.of();
    }
    var order = begin.get().version().compareTo(end.get().version());
    var nothing = order > 0 || (order == 0 && (begin.get().open() || end.get().open()));
    return nothing ? List.of(begin.get().tag(), end.get().tag()) : List.of();
  }

  private static Optional<End> begin(SkillTag tag) {
    return tag.version()
        .filter(
            _ ->
                switch (tag.relation()) {
                  case AT_LEAST, MORE, LIKE -> true;
                  case ANY, AT_MOST, LESS -> false;
                })
        .map(version -> new End(tag, version, tag.relation() == Relation.MORE));
  }

  private static Optional<End> end(SkillTag tag) {
    return tag.version()
        .flatMap(
            version ->
                switch (tag.relation()) {
                  case AT_MOST -> Optional.of(new End(tag, version, false));
                  case LESS -> Optional.of(new End(tag, version, true));
                  case LIKE -> Optional.of(new End(tag, version.next(), true));
                  case ANY, AT_LEAST, MORE -> Optional.empty();
                });
  }
}
