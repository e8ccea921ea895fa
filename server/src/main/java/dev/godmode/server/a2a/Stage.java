package dev.godmode.server.a2a;

import dev.godmode.protocol.task.TaskState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a task stands, in the protocol's words, and which of our states that is. */
enum Stage {
  SUBMITTED(TaskState.PENDING, TaskState.QUEUED),
  WORKING(TaskState.RUNNING),
  INPUT_REQUIRED(TaskState.WAITING),
  COMPLETED(TaskState.SUCCEEDED, TaskState.UNVERIFIED),
  FAILED(TaskState.FAILED),
  CANCELED(TaskState.CANCELLED),
  REJECTED,
  AUTH_REQUIRED;

  private static final String PREFIX = "TASK_STATE_";

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<TaskState> states;

  Stage(TaskState... states) {
    this.states = List.of(states);
  }

  static Stage of(TaskState state) {
    return Arrays.stream(values())
        .filter(stage -> stage.states.contains(state))
        .findFirst()
        .orElseThrow();
  }

  /** The one of that word; empty when there is none. */
  static Optional<Stage> of(String word) {
    return Arrays.stream(values()).filter(stage -> stage.word().equals(word)).findFirst();
  }

  String word() {
    return PREFIX + name();
  }

  /** Our states, as the list of tasks is asked for them; empty when no task is ever in it. */
  String states() {
    return states.stream()
        .map(state -> state.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }
}
