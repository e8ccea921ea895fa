package dev.godmode.kernel.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.scaling.Scaling.Observation;
import dev.godmode.protocol.task.ScalingRule;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ScalingPropertyTest {

  @Property
  void it_stays_within_its_bounds_and_always_says_why(
      @ForAll("rules") ScalingRule rule, @ForAll("observations") Observation seen) {
    var decision = Scaling.decide(rule, seen);

    assertThat(decision.desired()).isBetween(rule.min(), rule.max());
    assertThat(decision.reason()).isNotBlank();
  }

  @Property
  void it_never_goes_down_before_fewer_were_enough_for_all_of_the_cool_down(
      @ForAll("rules") ScalingRule rule, @ForAll("observations") Observation seen) {
    var decision = Scaling.decide(rule, seen);

    if (decision.desired() < rule.clamp(seen.desired())) {
      assertThat(seen.lull()).isGreaterThanOrEqualTo(rule.coolDown());
      assertThat(decision.desired()).isGreaterThanOrEqualTo(rule.clamp(seen.peak()));
    }
  }

  @Property
  void nothing_that_runs_is_ever_one_too_many(
      @ForAll("rules") ScalingRule rule, @ForAll("observations") Observation seen) {
    assertThat(Scaling.decide(rule, seen).desired())
        .isGreaterThanOrEqualTo(Math.min(rule.clamp(seen.desired()), seen.running()));
  }

  @Property
  void it_holds_when_it_does_not_know_how_much_waits(
      @ForAll("rules") ScalingRule rule, @ForAll("observations") Observation seen) {
    var blind = with(seen, Optional.empty(), seen.oldestWait());

    assertThat(Scaling.decide(rule, blind).desired()).isEqualTo(rule.clamp(seen.desired()));
  }

  @Property
  void more_waiting_never_leads_to_fewer(
      @ForAll("rules") ScalingRule rule, @ForAll("observations") Observation seen) {
    var more = with(seen, seen.queued().map(queued -> queued + 10), seen.oldestWait());

    assertThat(Scaling.decide(rule, more).desired())
        .isGreaterThanOrEqualTo(Scaling.decide(rule, seen).desired());
  }

  @Property
  void with_nothing_to_do_for_long_it_goes_to_its_least(@ForAll("rules") ScalingRule rule) {
    var idle =
        new Observation(
            Optional.of(0),
            Optional.of(Duration.ZERO),
            0,
            rule.max(),
            rule.coolDown(),
            rule.coolDown(),
            0);

    assertThat(Scaling.decide(rule, idle).desired()).isEqualTo(rule.min());
  }

  @Example
  void after_a_step_for_a_long_wait_it_gives_that_time_to_take_effect() {
    var rule =
        new ScalingRule(
            0, 100, Optional.empty(), Optional.of(Duration.ofSeconds(10)), Duration.ofSeconds(30));
    var seen = seen(50, Duration.ofSeconds(60), 4, Duration.ofSeconds(3));

    assertThat(Scaling.decide(rule, seen))
        .satisfies(decision -> assertThat(decision.desired()).isEqualTo(4))
        .satisfies(decision -> assertThat(decision.reason()).contains("7.0 s to take effect"));
    assertThat(
            Scaling.decide(rule, seen(50, Duration.ofSeconds(60), 4, Duration.ofSeconds(10)))
                .desired())
        .isEqualTo(8);
  }

  private static Observation seen(int queued, Duration wait, int desired, Duration sinceChange) {
    return new Observation(
        Optional.of(queued), Optional.of(wait), desired, desired, sinceChange, Duration.ZERO, 0);
  }

  private static Observation with(
      Observation seen, Optional<Integer> queued, Optional<Duration> oldestWait) {
    return new Observation(
        queued,
        oldestWait,
        seen.running(),
        seen.desired(),
        seen.sinceChange(),
        seen.lull(),
        seen.peak());
  }

  @Provide
  Arbitrary<ScalingRule> rules() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(1, 50),
            Arbitraries.integers().between(1, 10).optional(),
            seconds(1, 60).optional(),
            seconds(0, 60))
        .as(
            (min, more, queue, wait, coolDown) ->
                new ScalingRule(min, min + more, queue, wait, coolDown));
  }

  @Provide
  Arbitrary<Observation> observations() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 500).optional(),
            seconds(0, 300).optional(),
            Arbitraries.integers().between(0, 60),
            Arbitraries.integers().between(0, 60),
            seconds(0, 120),
            seconds(0, 120),
            Arbitraries.integers().between(0, 60))
        .as(Observation::new);
  }

  private static Arbitrary<Duration> seconds(int from, int to) {
    return Arbitraries.integers().between(from, to).map(Duration::ofSeconds);
  }
}
