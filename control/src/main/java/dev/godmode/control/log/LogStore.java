package dev.godmode.control.log;

import dev.godmode.protocol.api.Requests.LogOf;
import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The shared store of what attempts printed. */
public interface LogStore {

  /** Keeps a chunk; the same chunk again changes nothing. Durable on return. */
  void append(AttemptKey attempt, LogChunk chunk);

  /** Lines of an attempt from a line number on, in order. */
  List<LogLine> read(TaskId task, int attempt, long fromLine, int limit);

  /** Newest lines that hold the text (ignoring case), in one task or in all. */
  List<LogOf> search(Optional<TaskId> task, String text, int limit);

  /** Deletes what is older; returns how many chunks went. */
  int expire(Duration age);
}
