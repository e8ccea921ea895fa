package dev.godmode.kernel.placement;

import dev.godmode.protocol.api.StreamView.AgentQueue;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How many tasks of each stream and type of agent are queued, and since when the oldest.
 *
 * <p>Tasks come in the order of their times and leave in another. So those that left stay in line
 * until they reach its head or are more than half of it, and nothing is searched for: whether one
 * still waits is asked when somebody wants to know the oldest.
 */
public final class QueueAges {

  /** A line shorter than this is not worth tidying up. */
  private static final int SHORT = 64;

  /** Tells whether a task is queued in just that way. */
  @FunctionalInterface
  public interface Queued {
    boolean test(TaskId task, String stream, String agentType, Instant since);
  }

  private record Key(String stream, String agentType) {}

  private record Waiting(Instant since, TaskId task) {}

  private static final class Line {
    private final Key key;
    private final PriorityQueue<Waiting> all =
        new PriorityQueue<>(Comparator.comparing(Waiting::since));
    private int queued;

    Line(Key key) {
      this.key = key;
    }
  }

  private final Map<Key, Line> lines = new HashMap<>();
  private final Queued queue;

  public QueueAges(Queued queue) {
    this.queue = queue;
  }

  public void add(String stream, String agentType, TaskId task, Instant since) {
    var line = lines.computeIfAbsent(new Key(stream, agentType), Line::new);
    line.queued++;
    if (line.all.size() > SHORT && line.all.size() > 2 * line.queued) {
      tidy(line);
    }
    line.all.add(new Waiting(since, task));
  }

  private void tidy(Line line) {
    line.all.removeIf(waiting -> !waits(line, waiting));
  }

  /** A task that was added is queued no more. */
  public void remove(String stream, String agentType) {
    lines.computeIfPresent(
        new Key(stream, agentType),
        (_, line) -> {
          line.queued--;
          return line.queued == 0 ? null : line;
        });
  }

  /** What is queued of a stream, by type of agent. */
  public List<AgentQueue> of(String stream) {
    return lines.entrySet().stream()
        .filter(entry -> entry.getKey().stream().equals(stream))
        .map(
            entry ->
                new AgentQueue(
                    entry.getKey().agentType(), entry.getValue().queued, oldest(entry.getValue())))
        .sorted(Comparator.comparing(AgentQueue::agentType))
        .toList();
  }

  /** A line that is there has a task that waits. */
  private Instant oldest(Line line) {
    while (!waits(line, line.all.element())) {
      line.all.remove();
    }
    return line.all.element().since();
  }

  private boolean waits(Line line, Waiting waiting) {
    return queue.test(waiting.task(), line.key.stream(), line.key.agentType(), waiting.since());
  }
}
