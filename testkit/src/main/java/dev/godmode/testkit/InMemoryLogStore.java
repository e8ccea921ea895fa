package dev.godmode.testkit;

import dev.godmode.control.log.LogStore;
import dev.godmode.protocol.api.Requests.LogOf;
import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Logs that last as long as the test; nothing in it grows old. */
public final class InMemoryLogStore implements LogStore {

  private record Place(TaskId task, int attempt) {}

  private final Map<Place, TreeMap<Long, LogOf>> lines = new HashMap<>();

  @Override
  public synchronized void append(AttemptKey attempt, LogChunk chunk) {
    var place = new Place(attempt.task(), attempt.number());
    var kept = lines.computeIfAbsent(place, _ -> new TreeMap<>());
    LogChunks.decode(chunk).forEach(line -> kept.put(line.number(), new LogOf(attempt, line)));
  }

  @Override
  public synchronized List<LogLine> read(TaskId task, int attempt, long fromLine, int limit) {
    return lines
        .getOrDefault(new Place(task, attempt), new TreeMap<>())
        .tailMap(fromLine)
        .values()
        .stream()
        .map(LogOf::line)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<LogOf> search(Optional<TaskId> task, String text, int limit) {
    var wanted = text.toLowerCase(Locale.ROOT);
    return lines.values().stream()
        .flatMap(kept -> kept.values().stream())
        .filter(found -> task.stream().allMatch(found.attempt().task()::equals))
        .filter(found -> found.line().text().toLowerCase(Locale.ROOT).contains(wanted))
        .sorted(Comparator.comparing((LogOf found) -> found.line().at()).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public int expire(Duration age) {
    return 0;
  }
}
