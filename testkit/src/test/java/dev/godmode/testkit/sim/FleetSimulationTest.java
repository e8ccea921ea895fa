package dev.godmode.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetSimulationTest {

  private static final int SEEDS = 500;

  @Test
  void no_seed_breaks_a_promise() {
    var tasks =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> FleetSimulation.run(seed, Sabotage.NONE))
            .mapToInt(FleetSimulation.Outcome::tasks)
            .sum();

    assertThat(tasks).isGreaterThan(50 * SEEDS);
  }

  /** Seed 5919: two thousand tasks for three slots. */
  @Test
  void a_flood_that_a_small_fleet_works_off_for_half_an_hour_ends_all_the_same() {
    assertThat(FleetSimulation.run(5919, Sabotage.NONE).tasks()).isGreaterThan(1_500);
  }

  @Test
  void a_seed_always_tells_the_same_story() {
    var plan = Plan.of(7, Sabotage.NONE);

    assertThat(FleetSimulation.story(plan)).isEqualTo(FleetSimulation.story(plan));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_planted_bug_is_found(Sabotage bug) {
    // A search that ends when one is found: seeds that went on would take the next tests' time.
    var found =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> violation(seed, bug))
            .flatMap(Optional::stream)
            .findAny();

    assertThat(found).get(InstanceOfAssertFactories.THROWABLE).hasMessageStartingWith("seed ");
  }

  private static Optional<Violation> violation(long seed, Sabotage bug) {
    try {
      var _ = FleetSimulation.run(seed, bug);
      return Optional.empty();
    } catch (Violation broken) {
      return Optional.of(broken);
    }
  }

  @Test
  void a_smaller_plan_is_part_of_the_greater() {
    var plan = Plan.of(7, Sabotage.NONE);

    assertThat(plan.smaller())
        .isNotEmpty()
        .allSatisfy(
            smaller -> {
              assertThat(plan.troubles()).containsAll(smaller.troubles());
              assertThat(smaller.nodes()).isLessThanOrEqualTo(plan.nodes());
              assertThat(smaller.bad()).isLessThanOrEqualTo(plan.bad());
              assertThat(smaller).isNotEqualTo(plan);
            });
  }
}
