package dev.godmode.control.inference.replica;

import static dev.godmode.control.inference.replica.ScriptedControl.ANN;
import static dev.godmode.control.inference.replica.ScriptedControl.REVOKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.inference.replica.ControlLine.Away;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class AdmissionsTest {

  private final ScriptedControl control = new ScriptedControl();
  private final Deque<Runnable> aside = new ArrayDeque<>();
  private long nanos;
  private final Admissions admissions = new Admissions(control, () -> nanos, aside::add);

  private void after(Duration time) {
    nanos += time.toNanos() + 1;
  }

  @Test
  void control_is_asked_once_for_many_questions_of_a_moment() {
    for (var i = 0; i < 1_000; i++) {
      assertThat(admissions.admit("key")).isEqualTo(ANN);
    }

    assertThat(control.admissions).isEqualTo(1);
  }

  @Test
  void a_little_later_it_is_asked_again_and_nobody_waits_for_it() {
    admissions.admit("key");
    control.admittance = REVOKED;
    after(Admissions.FRESH);

    assertThat(admissions.admit("key")).isEqualTo(ANN);
    assertThat(admissions.admit("key")).isEqualTo(ANN);
    assertThat(aside).hasSize(1);
    aside.remove().run();

    assertThat(admissions.admit("key")).isEqualTo(REVOKED);
  }

  @Test
  void what_was_said_too_long_ago_is_asked_before_anything_else() {
    admissions.admit("key");
    control.admittance = REVOKED;
    after(Admissions.STALE);

    assertThat(admissions.admit("key")).isEqualTo(REVOKED);
  }

  @Test
  void who_was_let_in_goes_on_while_control_starts_anew() {
    admissions.admit("key");
    control.away = true;
    after(Admissions.GRACE.minus(Duration.ofSeconds(1)));

    assertThat(admissions.admit("key")).isEqualTo(ANN);
  }

  @Test
  void for_longer_than_that_nobody_is_let_in_on_an_old_word() {
    admissions.admit("key");
    control.away = true;
    after(Admissions.GRACE);

    assertThatThrownBy(() -> admissions.admit("key")).isInstanceOf(Away.class);
  }

  @Test
  void who_is_not_known_is_not_let_in_while_control_is_away() {
    control.away = true;

    assertThatThrownBy(() -> admissions.admit("key")).isInstanceOf(Away.class);
  }

  @Test
  void a_refusal_is_not_kept() {
    control.admittance = REVOKED;
    admissions.admit("key");
    control.admittance = ANN;

    assertThat(admissions.admit("key")).isEqualTo(ANN);
  }
}
