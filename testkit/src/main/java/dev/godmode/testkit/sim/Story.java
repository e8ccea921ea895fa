package dev.godmode.testkit.sim;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.TaskEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** What happened, newest lines kept; put into words only when somebody asks. */
final class Story {

  private static final int LINES = 60;
  private static final int LINE_MAX = 220;

  private record Line(Duration at, long sequence, Object what) {
    @Override
    public String toString() {
      var seconds = "%9.3f s ".formatted(at.toMillis() / 1_000.0);
      return seconds + (what instanceof Event event ? words(sequence, event) : "** " + what);
    }

    private static String words(long sequence, Event event) {
      var subject = event instanceof TaskEvent e ? e.task() + " " : "";
      var text = "%5d %s%s".formatted(sequence, subject, event);
      return text.length() > LINE_MAX ? text.substring(0, LINE_MAX) + "…" : text;
    }
  }

  private final Timeline time;
  private final int most;
  private final Deque<Line> lines = new ArrayDeque<>();

  /**
   * An empty one.
   *
   * @param whole whether to keep all that happens
   */
  Story(Timeline time, boolean whole) {
    this.time = time;
    this.most = whole ? Integer.MAX_VALUE : LINES;
  }

  void tell(String what) {
    add(new Line(time.elapsed(), 0, what));
  }

  void tell(long sequence, Event event) {
    add(new Line(time.elapsed(), sequence, event));
  }

  private void add(Line line) {
    lines.add(line);
    if (lines.size() > most) {
      lines.poll();
    }
  }

  @Override
  public String toString() {
    return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
  }
}
