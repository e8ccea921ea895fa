package dev.godmode.control.log;

import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Where log chunks come in: kept first, then handed to whoever follows the attempt live. */
public final class LogHub {

  private record Source(TaskId task, int attempt) {}

  private final LogStore store;
  private final Map<Source, List<Consumer<List<LogLine>>>> followers = new ConcurrentHashMap<>();

  public LogHub(LogStore store) {
    this.store = store;
  }

  /** Durable on return; live followers have been told. */
  public void append(AttemptKey attempt, LogChunk chunk) {
    store.append(attempt, chunk);
    var listening = followers.get(new Source(attempt.task(), attempt.number()));
    if (listening != null) {
      var lines = LogChunks.decode(chunk);
      listening.forEach(follower -> follower.accept(lines));
    }
  }

  /**
   * Follows an attempt from now on. A repeated chunk is handed on again: the follower goes by line
   * numbers. The consumer runs in the sender's thread and must only enqueue.
   */
  public AutoCloseable follow(TaskId task, int attempt, Consumer<List<LogLine>> consumer) {
    var source = new Source(task, attempt);
    followers.compute(
        source,
        (_, listening) -> {
          var all =
              listening == null ? new CopyOnWriteArrayList<Consumer<List<LogLine>>>() : listening;
          all.add(consumer);
          return all;
        });
    return () ->
        followers.computeIfPresent(
            source,
            (_, listening) -> {
              listening.remove(consumer);
              return listening.isEmpty() ? null : listening;
            });
  }

  public LogStore store() {
    return store;
  }
}
