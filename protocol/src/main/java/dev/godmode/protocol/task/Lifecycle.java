package dev.godmode.protocol.task;

import dev.godmode.protocol.inference.ModelName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long an agent lives. */
public sealed interface Lifecycle {

  /**
   * Started for a task, gone when it is done.
   *
   * @param scaling how many of them may run at once, by what waits; empty for as many as fit
   */
  record Burst(Optional<ScalingRule> scaling) implements Lifecycle {}

  /**
   * Long-lived, and always on its node: whenever its program ends it is started again.
   *
   * @param node the name of the node it lives on; empty to let placement choose, once
   * @param restartsMax how often it is started again within the window, before a person is asked
   */
  record Persistent(Optional<String> node, int restartsMax, Duration restartWindow)
      implements Lifecycle {

    /** No more, for a task remembers its last {@code 50} attempts. */
    public static final int RESTARTS_LIMIT = 40;

    public static final Persistent DEFAULT =
        new Persistent(Optional.empty(), 5, Duration.ofMinutes(10));

    public Persistent {
      if (restartsMax < 1 || restartsMax > RESTARTS_LIMIT || !restartWindow.isPositive()) {
        throw new IllegalArgumentException(
            "restarts must be 1 to %d within a positive time, were %d within %s"
                .formatted(RESTARTS_LIMIT, restartsMax, restartWindow));
      }
    }
  }

  /**
   * A server of models. As many of them are kept running as the calls to them ask for, each under a
   * name and a number: {@code llama-1}.
   *
   * @param models what each has when it is up
   * @param rule how many there are, by the calls under way at them and those that wait for one
   */
  record Serving(List<String> models, ScalingRule rule) implements Lifecycle {

    /** Servers of one type at most. */
    public static final int SERVERS_MAX = 100;

    /** Names that are said for one type at most. */
    public static final int MODELS_MAX = 50;

    private static final Pattern TYPE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,25}");

    public Serving {
      models = List.copyOf(models);
      if (models.isEmpty() || models.size() > MODELS_MAX) {
        throw new IllegalArgumentException(
            "it has 1 to %d models, were %d".formatted(MODELS_MAX, models.size()));
      }
      if (!models.stream().allMatch(ModelName::isOne)
          || new HashSet<>(models).size() < models.size()) {
        throw new IllegalArgumentException(
            "a model's name can be read and is there once; were %s".formatted(models));
      }
      if (rule.max() > SERVERS_MAX) {
        throw new IllegalArgumentException(
            "max is %d at most, was %d".formatted(SERVERS_MAX, rule.max()));
      }
    }

    /** Whether servers can be called so: on their nodes each is a service of that name. */
    public static boolean canBeCalled(String type) {
      return TYPE.matcher(type).matches();
    }

    /** What a server is called. */
    public static String name(String type, int number) {
      return type + "-" + number;
    }
  }

  Lifecycle BURST = new Burst(Optional.empty());
}
