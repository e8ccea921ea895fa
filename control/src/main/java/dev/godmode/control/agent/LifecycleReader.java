package dev.godmode.control.agent;

import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.Lifecycle.Burst;
import dev.godmode.protocol.task.Lifecycle.Persistent;
import dev.godmode.protocol.task.ScalingRule;
import dev.godmode.protocol.text.Quantities;
import dev.godmode.protocol.text.Spelling;
import java.util.Optional;
import java.util.Set;

/** How long an agent lives, and how many of it there may be: the keys that say so. */
final class LifecycleReader {

  private static final Set<String> PERSISTENT_KEYS = Set.of("node", "restarts", "within");
  private static final Set<String> SCALING_KEYS =
      Set.of("min", "max", "target_queue", "target_wait", "cool_down");
  private static final String BURST = "burst";
  private static final String PERSISTENT = "persistent";

  private final YamlFields fields;

  private LifecycleReader(YamlFields fields) {
    this.fields = fields;
  }

  static Lifecycle read(YamlFields fields, String type) {
    return fields.line(ServesReader.KEY) > 0
        ? ServesReader.read(fields, type).map(Lifecycle.class::cast).orElse(Lifecycle.BURST)
        : new LifecycleReader(fields).lifecycle();
  }

  private Lifecycle lifecycle() {
    var said = fields.read("lifecycle", LifecycleReader::word);
    var terms = fields.fields("persistent", PERSISTENT_KEYS).map(this::persistent);
    var rule = fields.fields("scaling", SCALING_KEYS).flatMap(this::scaling);
    if (said.filter(BURST::equals).isPresent() && terms.isPresent()) {
      problem("persistent", "a burst agent ends with its task: 'lifecycle' or this must go");
    }
    if (said.filter(PERSISTENT::equals).isEmpty() && terms.isEmpty()) {
      return new Burst(rule);
    }
    if (rule.isPresent()) {
      problem("scaling", "a persistent agent is one of its name: it is not scaled");
    }
    return terms.orElse(Persistent.DEFAULT);
  }

  private static String word(String text) {
    var known = Set.of(BURST, PERSISTENT);
    if (!known.contains(text)) {
      throw new IllegalArgumentException(
          "is burst or persistent, was '%s'%s".formatted(text, Spelling.hint(text, known)));
    }
    return text;
  }

  private Persistent persistent(YamlFields own) {
    var standard = Persistent.DEFAULT;
    try {
      return new Persistent(
          own.text("node"),
          own.read("restarts", ServesReader::count).orElse(standard.restartsMax()),
          own.read("within", Quantities::duration).orElse(standard.restartWindow()));
    } catch (IllegalArgumentException e) {
      problem("persistent", String.valueOf(e.getMessage()));
      return standard;
    }
  }

  private Optional<ScalingRule> scaling(YamlFields own) {
    var max = own.read("max", ServesReader::count);
    if (max.isEmpty()) {
      if (own.node("max").isEmpty()) {
        problem("scaling", "it needs a 'max': never more than so many at once");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ScalingRule(
              own.read("min", ServesReader::count).orElse(0),
              max.get(),
              own.read("target_queue", ServesReader::count),
              own.read("target_wait", Quantities::duration),
              own.read("cool_down", Quantities::duration).orElse(ScalingRule.COOL_DOWN)));
    } catch (IllegalArgumentException e) {
      problem("scaling", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void problem(String key, String message) {
    fields.node(key).ifPresent(node -> fields.problem(node, message));
  }
}
