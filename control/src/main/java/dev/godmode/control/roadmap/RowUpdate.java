package dev.godmode.control.roadmap;

import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.TaskState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes what happened to a task into its row, and touches nothing else of the row. */
final class RowUpdate {

  /** Reasons that only say that the row said so; they are not written back into it. */
  static final String DONE_BEFORE =
      "was done already in the roadmap file: no evidence of it is here";

  static final String FAILED_BEFORE = "had failed already in the roadmap file";
  static final String CANCELLED_BEFORE = "was cancelled already in the roadmap file";
  static final String BLOCKED_BEFORE = "It is marked as blocked in the roadmap file. May it go on?";

  /** Fields that tell what happened: they are God Mode's to write. */
  static final Set<String> TOLD = Set.of("attempts", "last_result", "last_error", "evidence");

  private static final Set<String> NOT_WRITTEN =
      Set.of(DONE_BEFORE, FAILED_BEFORE, CANCELLED_BEFORE, BLOCKED_BEFORE);
  private static final String NULL = "null";

  private final RoadmapRow row;
  private final Task task;
  private final RowStatus status;
  private final JsonLine line;
  private final Map<String, String> values = new LinkedHashMap<>();

  private RowUpdate(RoadmapRow row, Task task) {
    this.row = row;
    this.task = task;
    this.status = RowStatus.of(task);
    this.line = JsonLine.of(row.text());
  }

  /** The row's text as the database has it; the same text when there is no difference. */
  static String of(RoadmapRow row, Task task) {
    return new RowUpdate(row, task).text();
  }

  private String text() {
    status();
    if (task.attemptsMade() > 0 && task.attemptsMade() != row.attempts()) {
      put("attempts", task.attemptsMade());
    }
    var result = task.result();
    if (!result.isEmpty() && !result.equals(cut(row.lastResult()))) {
      put("last_result", result);
    }
    error();
    if (!task.attempts().isEmpty()) {
      attempt(task.attempts().getLast());
    }
    if (values.isEmpty()) {
      return row.text();
    }
    putTime("updated_at", task.updatedAt());
    return line.with(values);
  }

  private void status() {
    if (row.status() == status) {
      return;
    }
    put(
        line.raw("status").isEmpty() && line.raw("state").isPresent() ? "state" : "status",
        status.word());
    if (status == RowStatus.DONE) {
      put("evidence", task.state() == TaskState.SUCCEEDED ? "verified" : "unverified");
    } else {
      clear("evidence");
    }
    if (!status.isEnd()) {
      clear("finished_at");
    }
  }

  private void error() {
    var error = errorOf(task.phase());
    if (!error.isEmpty() && !NOT_WRITTEN.contains(error)) {
      if (!error.equals(row.lastError())) {
        put("last_error", error);
      }
    } else if (row.status() != status && status == RowStatus.DONE) {
      clear("last_error");
    }
  }

  private static String errorOf(TaskPhase phase) {
    return switch (phase) {
      case TaskPhase.Waiting waiting -> waiting.question();
      case TaskPhase.Stranded stranded -> stranded.question();
      case TaskPhase.Until until -> until.reason();
      case TaskPhase.Ended ended -> ended.state().satisfiesDependents() ? "" : ended.reason();
      case TaskPhase.After _, TaskPhase.Held _, TaskPhase.Queued _, TaskPhase.Running _ -> "";
    };
  }

  private void attempt(Attempt attempt) {
    put("assigned_to", attempt.nodeName());
    attempt.startedAt().ifPresent(at -> putTime("started_at", at));
    if (task.phase() instanceof TaskPhase.Ended ended) {
      putTime("finished_at", ended.at());
      if (line.raw("duration_sec").isPresent()) {
        attempt
            .report()
            .ifPresent(report -> put("duration_sec", report.took().toMillis() / 1_000.0));
      }
    }
  }

  private void clear(String key) {
    if (line.raw(key).isPresent()) {
      putRaw(key, NULL);
    }
  }

  private void put(String key, Object value) {
    putRaw(key, Json.write(value));
  }

  /** In the manner of the file: seconds since 1970 where it counts those. */
  private void putTime(String key, Instant at) {
    var old = line.raw(key).orElse("");
    var isNumber = !old.isEmpty() && Character.isDigit(old.charAt(0));
    putRaw(key, isNumber ? Json.write(at.toEpochMilli() / 1_000.0) : Json.write(at.toString()));
  }

  private void putRaw(String key, String json) {
    if (!line.raw(key).orElse("").equals(json)) {
      values.put(key, json);
    }
  }

  /** As much of a text as a result may have. */
  static String cut(String text) {
    return text.length() > AttemptReport.RESULT_MAX_BYTES
        ? text.substring(0, AttemptReport.RESULT_MAX_BYTES)
        : text;
  }
}
