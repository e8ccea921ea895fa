package dev.godmode.kernel;

import dev.godmode.protocol.task.Source;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.protocol.text.SkillTag;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is wrong with a task's wishes. It is asked before a task comes in; journals may hold tasks
 * from before there were such rules.
 */
public final class SpecCheck {

  private static final int REQUIRES_MAX = 64;
  private static final int PREFERS_MAX = 16;

  /** Each of them is looked at whenever one of them ends. */
  private static final int AFTER_MAX = 1_000;

  private static final int NAME_MAX = 2_000;

  private SpecCheck() {}

  /** A sentence for whoever submits it; empty when all is well. */
  public static Optional<String> problem(TaskSpec spec) {
    if (spec.requires().size() > REQUIRES_MAX || spec.prefers().size() > PREFERS_MAX) {
      return Optional.of(
          "a task may require %d skill tags and prefer %d, were %d and %d"
              .formatted(REQUIRES_MAX, PREFERS_MAX, spec.requires().size(), spec.prefers().size()));
    }
    if (spec.after().size() > AFTER_MAX) {
      return Optional.of(
          "a task may come after at most %d others, this one comes after %d: let tasks between them gather"
              .formatted(AFTER_MAX, spec.after().size()));
    }
    if (spec.name().length() > NAME_MAX) {
      return Optional.of(
          "a name may have %d characters, this one has %d: say more in its goal"
              .formatted(NAME_MAX, spec.name().length()));
    }
    var source = spec.source().flatMap(Source::problem);
    if (source.isPresent()) {
      return source;
    }
    return TextCheck.problem(spec).or(() -> misspelt(spec)).or(() -> misnamed(spec));
  }

  private static Optional<String> misnamed(TaskSpec spec) {
    return spec.env().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(variable -> misnamed(variable.getKey(), variable.getValue()).stream())
        .findFirst();
  }

  private static Optional<String> misnamed(String variable, String value) {
    try {
      var _ = SecretReference.of(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("its variable %s: %s".formatted(variable, e.getMessage()));
    }
  }

  private static Optional<String> misspelt(TaskSpec spec) {
    return Stream.concat(spec.requires().stream(), spec.prefers().stream())
        .sorted()
        .flatMap(tag -> problem(tag).stream())
        .findFirst();
  }

  private static Optional<String> problem(String tag) {
    try {
      SkillTag.wanted(tag);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
