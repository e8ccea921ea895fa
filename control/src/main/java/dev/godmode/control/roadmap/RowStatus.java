package dev.godmode.control.roadmap;

import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.text.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a row's status means, with the words that files use for it; the first one is written. */
enum RowStatus {
  PENDING,
  RUNNING,
  DONE,
  FAILED,
  BLOCKED,
  PAUSED,
  CANCELLED;

  private List<String> words() {
    return switch (this) {
      case PENDING -> List.of("pending", "todo", "open", "new", "queued", "ready", "backlog");
      case RUNNING -> List.of("running", "in_progress", "in-progress", "working", "active");
      case DONE -> List.of("done", "complete", "completed", "success", "succeeded", "finished");
      case FAILED -> List.of("failed", "error", "failure");
      case BLOCKED -> List.of("blocked", "waiting", "needs_human");
      case PAUSED -> List.of("paused", "held", "on_hold");
      case CANCELLED -> List.of("cancelled", "canceled", "dropped");
    };
  }

  /** The word that is written into files. */
  String word() {
    return words().getFirst();
  }

  static Optional<RowStatus> of(String word) {
    var lower = word.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
    return Arrays.stream(values()).filter(status -> status.words().contains(lower)).findFirst();
  }

  static String hint(String word) {
    var all = Arrays.stream(values()).flatMap(status -> status.words().stream()).toList();
    var near = Spelling.hint(word, all);
    var known = Arrays.stream(values()).map(RowStatus::word).toList();
    return near.isEmpty() ? "; known are " + String.join(", ", known) : near;
  }

  static RowStatus of(Task task) {
    return switch (task.phase()) {
      case TaskPhase.Held held ->
          held.reason().equals(TaskPhase.Held.AUTOPILOT_OFF) ? PENDING : PAUSED;
      case TaskPhase.After _, TaskPhase.Until _, TaskPhase.Queued _ -> PENDING;
      case TaskPhase.Running _ -> RUNNING;
      case TaskPhase.Waiting _, TaskPhase.Stranded _ -> BLOCKED;
      case TaskPhase.Ended ended -> ofEnd(ended.state());
    };
  }

  private static RowStatus ofEnd(TaskState state) {
    return switch (state) {
      case SUCCEEDED, UNVERIFIED -> DONE;
      case FAILED -> FAILED;
      case CANCELLED -> CANCELLED;
      case PENDING, QUEUED, RUNNING, WAITING ->
          throw new IllegalArgumentException(state + " is no end");
    };
  }

  boolean isEnd() {
    return switch (this) {
      case DONE, FAILED, CANCELLED -> true;
      case PENDING, RUNNING, BLOCKED, PAUSED -> false;
    };
  }
}
