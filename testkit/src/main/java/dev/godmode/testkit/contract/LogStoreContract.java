package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.log.LogStore;
import dev.godmode.protocol.api.Requests.LogOf;
import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a log store promises. */
public abstract class LogStoreContract {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final AttemptKey FIRST = new AttemptKey(new TaskId("task1"), 1, 7);
  private static final AttemptKey OTHER = new AttemptKey(new TaskId("task2"), 1, 8);

  /** The same store, empty at first, at each call within one test. */
  protected abstract LogStore logs();

  private static LogChunk chunk(long sequence, long firstLine, String... texts) {
    List<LogLine> lines = new ArrayList<>();
    for (var text : texts) {
      var number = firstLine + lines.size();
      lines.add(new LogLine(number, NOON.plusSeconds(number), LogLine.Source.STDOUT, text, false));
    }
    return LogChunks.encode(sequence, lines);
  }

  private List<String> read(AttemptKey attempt, long from, int limit) {
    return logs().read(attempt.task(), attempt.number(), from, limit).stream()
        .map(LogLine::text)
        .toList();
  }

  @Test
  void lines_come_back_in_order_across_chunks() {
    logs().append(FIRST, chunk(1, 1, "one", "two"));
    logs().append(FIRST, chunk(2, 3, "three"));

    assertThat(read(FIRST, 1, 100)).containsExactly("one", "two", "three");
    assertThat(read(FIRST, 2, 100)).containsExactly("two", "three");
    assertThat(read(FIRST, 1, 2)).containsExactly("one", "two");
  }

  @Test
  void the_same_chunk_again_changes_nothing() {
    logs().append(FIRST, chunk(1, 1, "one"));
    logs().append(FIRST, chunk(1, 1, "one"));

    assertThat(read(FIRST, 1, 100)).containsExactly("one");
  }

  @Test
  void an_attempt_without_a_log_has_no_lines() {
    assertThat(read(FIRST, 1, 100)).isEmpty();
  }

  @Test
  void attempts_do_not_mix() {
    logs().append(FIRST, chunk(1, 1, "of the first"));
    logs().append(OTHER, chunk(1, 1, "of the other"));

    assertThat(read(OTHER, 1, 100)).containsExactly("of the other");
  }

  @Test
  void colours_and_every_sign_survive() {
    var line = "\u001b[32mgrün\u001b[0m 日本 \t \"quoted\" %_\\ עברית";
    logs().append(FIRST, chunk(1, 1, line));

    assertThat(read(FIRST, 1, 1)).containsExactly(line);
  }

  @Test
  void text_is_found_whatever_its_case_newest_first() {
    logs().append(FIRST, chunk(1, 1, "an Error here", "nothing", "another error"));

    assertThat(logs().search(Optional.of(FIRST.task()), "ERROR", 10))
        .extracting(LogOf::line)
        .extracting(LogLine::text)
        .containsExactly("another error", "an Error here");
  }

  @Test
  void a_search_in_one_task_finds_nothing_of_another() {
    logs().append(FIRST, chunk(1, 1, "needle"));
    logs().append(OTHER, chunk(1, 1, "needle"));

    assertThat(logs().search(Optional.of(OTHER.task()), "needle", 10)).hasSize(1);
    assertThat(logs().search(Optional.empty(), "needle", 10)).hasSize(2);
  }

  @Test
  void signs_that_mean_something_to_a_database_are_only_signs() {
    logs().append(FIRST, chunk(1, 1, "100 % done", "100 x done"));

    assertThat(logs().search(Optional.empty(), "100 % d", 10)).hasSize(1);
    assertThat(logs().search(Optional.empty(), "' or 1=1 --", 10)).isEmpty();
  }
}
