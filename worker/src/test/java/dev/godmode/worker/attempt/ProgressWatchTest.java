package dev.godmode.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.StuckRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressWatchTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  @TempDir Path work;
  private final List<Optional<Duration>> told = new ArrayList<>();
  private ProgressWatch watch;

  @BeforeEach
  void begin() {
    watch = new ProgressWatch(new StuckRule(LIMIT, false), work, 0, told::add);
  }

  private Optional<Duration> lookAt(Duration time, long bytes, long ticks) {
    return watch.look(time.toNanos(), bytes, ticks);
  }

  @Test
  void without_evidence_for_its_limit_it_is_stuck_and_that_is_told_once() {
    assertThat(lookAt(LIMIT.minusSeconds(1), 0, 0)).isEmpty();
    assertThat(lookAt(LIMIT, 0, 0)).contains(LIMIT);
    lookAt(LIMIT.plusSeconds(1), 0, 0);

    assertThat(told).containsExactly(Optional.of(LIMIT));
  }

  @Test
  void a_line_of_output_is_evidence_and_ends_it() {
    lookAt(LIMIT, 0, 0);

    assertThat(lookAt(LIMIT.plusSeconds(1), 1, 0)).isEmpty();
    assertThat(told).containsExactly(Optional.of(LIMIT), Optional.empty());
  }

  @Test
  void a_busy_processor_is_evidence_and_an_idle_one_is_none() {
    lookAt(LIMIT.minusSeconds(1), 0, ProgressWatch.BUSY_TICKS);
    assertThat(lookAt(LIMIT, 0, ProgressWatch.BUSY_TICKS + 1)).isEmpty();

    assertThat(lookAt(LIMIT.multipliedBy(2), 0, ProgressWatch.BUSY_TICKS + 2)).isPresent();
  }

  @Test
  void a_changed_file_is_evidence() throws Exception {
    lookAt(LIMIT.minusSeconds(70), 0, 0);
    var file = Files.writeString(work.resolve("out"), "more");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1L << 42));

    assertThat(lookAt(LIMIT, 0, 0)).isEmpty();
    assertThat(told).isEmpty();
  }
}
