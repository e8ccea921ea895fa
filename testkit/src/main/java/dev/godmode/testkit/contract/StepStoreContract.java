package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.step.Step;
import dev.godmode.control.step.Step.Spent;
import dev.godmode.control.step.StepStore;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.StepKind;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.trace.TraceContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store of steps promises. */
public abstract class StepStoreContract {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final AttemptKey FIRST = new AttemptKey(new TaskId("ada"), 1, 7);
  private static final AttemptKey SECOND = new AttemptKey(new TaskId("ada"), 2, 8);

  /** The same store, empty at first, at each call within one test. */
  protected abstract StepStore store();

  private static Instant at(int seconds) {
    return NOON.plusSeconds(seconds);
  }

  private static Step begun(AttemptKey attempt, String id, int second) {
    return new Step(
        attempt,
        id,
        StepKind.TOOL,
        "Bash",
        "mvn test",
        at(second),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private List<Step> kept(AttemptKey attempt) {
    return store().of(attempt.task(), attempt.number(), 100);
  }

  @Test
  void a_step_comes_back_as_it_was() {
    var tool = begun(FIRST, "t1", 1);
    var model =
        Step.over(FIRST, "m1", StepKind.MODEL, "qwen3", "local", at(2))
            .lasting(Duration.ofMillis(1_500), true)
            .costing(new Spent(1_200, 30, new BigDecimal("0.0042")))
            .within(Optional.of(TraceContext.of(FIRST).child("of the program's own")));
    store().keep(List.of(tool, model));

    assertThat(kept(FIRST)).containsExactly(tool, model);
  }

  @Test
  void steps_are_told_in_the_order_in_which_they_began() {
    store().keep(List.of(begun(FIRST, "late", 9), begun(FIRST, "early", 3)));

    assertThat(kept(FIRST)).extracting(Step::id).containsExactly("early", "late");
    assertThat(store().of(FIRST.task(), 1, 1)).extracting(Step::id).containsExactly("early");
  }

  @Test
  void a_step_that_was_under_way_gets_its_end_and_keeps_its_beginning() {
    var begun = begun(FIRST, "t1", 1);
    store().keep(List.of(begun));
    store().keep(List.of(begun(FIRST, "t1", 2).lasting(Duration.ofSeconds(5), true)));

    assertThat(kept(FIRST))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.beganAt()).isEqualTo(begun.beganAt());
              assertThat(step.endedAt()).contains(at(7));
              assertThat(step.failed()).isTrue();
            });
  }

  @Test
  void what_has_ended_begins_no_more() {
    var ended = begun(FIRST, "t1", 1).lasting(Duration.ofSeconds(5), false);
    store().keep(List.of(ended));
    store().keep(List.of(begun(FIRST, "t1", 1)));

    assertThat(kept(FIRST)).containsExactly(ended);
  }

  @Test
  void attempts_have_steps_of_their_own() {
    store().keep(List.of(begun(FIRST, "t1", 1), begun(SECOND, "t1", 2)));

    assertThat(kept(FIRST)).hasSize(1);
    assertThat(kept(SECOND)).containsExactly(begun(SECOND, "t1", 2));
  }

  @Test
  void what_is_old_is_forgotten() {
    store().keep(List.of(begun(FIRST, "old", 1), begun(FIRST, "young", 5)));

    assertThat(store().expire(at(5))).isEqualTo(1);
    assertThat(kept(FIRST)).extracting(Step::id).containsExactly("young");
  }

  @Test
  void words_that_no_database_takes_are_kept_without_what_it_does_not_take() {
    store()
        .keep(
            List.of(
                Step.over(FIRST, "t1", StepKind.TOOL, "Ba\u0000sh", "'; drop table step", NOON)));

    assertThat(kept(FIRST))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.name().replace("\u0000", "")).startsWith("Ba").endsWith("sh");
              assertThat(step.detail()).isEqualTo("'; drop table step");
            });
  }
}
