package dev.godmode.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.step.Step;
import dev.godmode.control.step.StepBook;
import dev.godmode.control.step.StepLimits;
import dev.godmode.control.step.StepStore;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.StepKind;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepBookTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final AttemptKey ADA = new AttemptKey(new TaskId("ada"), 1, 7);

  private final InMemoryStepStore kept = new InMemoryStepStore();
  private boolean down;
  private final StepBook book =
      new StepBook(
          new StepStore() {
            @Override
            public void keep(List<Step> steps) {
              if (down) {
                throw new IllegalStateException("the database is down");
              }
              kept.keep(steps);
            }

            @Override
            public List<Step> of(TaskId task, int attempt, int limit) {
              return kept.of(task, attempt, limit);
            }

            @Override
            public int expire(Instant before) {
              return kept.expire(before);
            }
          });

  private static Step ended(String id) {
    return Step.over(ADA, id, StepKind.TOOL, "Bash", "ls", NOON);
  }

  private static Step begun(String id) {
    return new Step(
        ADA,
        id,
        StepKind.TOOL,
        "Bash",
        "ls",
        NOON,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whoever_looks_sees_what_has_happened_until_then() {
    book.note(begun("t1"));
    assertThat(book.of(ADA.task(), 1)).containsExactly(begun("t1"));

    book.note(ended("t1"));

    assertThat(book.of(ADA.task(), 1)).containsExactly(ended("t1"));
    assertThat(book.of(ADA.task(), 2)).isEmpty();
  }

  @Test
  void what_cannot_be_written_waits() {
    book.note(ended("t1"));
    down = true;
    assertThatThrownBy(book::settle).hasMessageContaining("down");
    book.note(ended("t2"));
    down = false;

    assertThat(book.of(ADA.task(), 1)).extracting(Step::id).containsExactly("t1", "t2");
  }

  @Test
  void an_attempt_that_never_stops_is_kept_up_to_a_number() {
    for (var i = 0; i < StepLimits.STEPS_MAX + 10; i++) {
      book.note(ended("t" + i));
    }

    assertThat(book.of(ADA.task(), 1)).hasSize(StepLimits.STEPS_MAX);
  }

  @Test
  void what_a_worker_tells_again_after_each_of_many_breaks_is_not_counted_again() {
    for (var breaks = 0; breaks <= StepLimits.STEPS_MAX; breaks++) {
      book.note(ended("t1"));
      book.note(ended("t2"));
    }
    book.note(ended("t3"));

    assertThat(book.of(ADA.task(), 1)).extracting(Step::id).containsExactly("t1", "t2", "t3");
  }

  @Test
  void what_is_told_is_cut_to_a_length() {
    book.note(Step.over(ADA, "t1", StepKind.TOOL, "Bash", "x".repeat(5_000), NOON));

    assertThat(book.of(ADA.task(), 1))
        .allSatisfy(step -> assertThat(step.detail()).hasSize(StepLimits.DETAIL_MAX));
  }
}
