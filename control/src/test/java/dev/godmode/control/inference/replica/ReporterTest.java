package dev.godmode.control.inference.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.ModelTable;
import dev.godmode.control.inference.Providers.Fleet;
import dev.godmode.protocol.api.ReplicaViews.ReplicaReport;
import dev.godmode.protocol.api.ReplicaViews.ReplicaTable;
import dev.godmode.protocol.inference.CallNews;
import dev.godmode.protocol.inference.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReporterTest {

  private static final CallNews KEPT = new CallNews.Kept(Caller.person("ann"), "small");

  private final ScriptedControl control = new ScriptedControl();
  private final List<ReplicaTable> taught = new ArrayList<>();
  private long nanos;
  private final Reporter reporter =
      new Reporter(
          new Reporter.Self("forge:5055", "127.0.0.1:5055", Instant.EPOCH),
          control,
          () -> nanos,
          taught::add);

  private void later() {
    nanos += Reporter.SIGN_EVERY.toNanos();
  }

  @Test
  void what_happened_is_told_once() {
    reporter.add(KEPT);

    reporter.runOnce();
    later();
    reporter.runOnce();

    assertThat(control.reports)
        .extracting(ReplicaReport::news)
        .containsExactly(List.of(KEPT), List.of());
  }

  @Test
  void with_nothing_to_tell_there_is_a_sign_of_life_once_a_second() {
    reporter.runOnce();
    reporter.runOnce();
    later();
    reporter.runOnce();

    assertThat(control.reports).hasSize(2);
  }

  @Test
  void what_control_did_not_confirm_is_told_again_under_the_same_number() {
    reporter.add(KEPT);
    control.mute = true;
    reporter.runOnce();
    assertThat(reporter.trouble()).contains("no answer");

    control.mute = false;
    reporter.add(KEPT);
    reporter.runOnce();

    assertThat(control.reports).extracting(ReplicaReport::sequence).containsExactly(1L, 1L, 2L);
    assertThat(control.reports).extracting(report -> report.news().size()).containsExactly(1, 1, 1);
    assertThat(reporter.trouble()).isEmpty();
  }

  @Test
  void nothing_is_lost_while_control_is_away() {
    control.away = true;
    for (var i = 0; i < Reporter.NEWS_MAX + 1; i++) {
      reporter.add(KEPT);
    }
    reporter.runOnce();

    control.away = false;
    reporter.runOnce();

    assertThat(control.reports.stream().mapToInt(report -> report.news().size()).sum())
        .isEqualTo(Reporter.NEWS_MAX + 1);
  }

  @Test
  void too_much_that_waits_is_told_to_whoever_would_add_to_it() {
    for (var i = 0; i < Reporter.WAITING_MAX; i++) {
      reporter.add(KEPT);
    }

    assertThat(reporter.isFull()).isTrue();
  }

  @Test
  void what_there_is_to_know_is_brought_home_when_it_changes() {
    var nothing = new Fleet(List.of(), Set.of(), Set.of());
    control.table = Optional.of(TableText.of(ModelTable.EMPTY, nothing));

    reporter.runOnce();
    later();
    reporter.runOnce();

    assertThat(taught).hasSize(1);
    assertThat(control.reports.getLast().table()).isEqualTo(taught.getFirst().hash());
  }
}
