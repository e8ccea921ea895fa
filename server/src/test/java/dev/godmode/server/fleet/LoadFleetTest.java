package dev.godmode.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.server.ServedControl;
import dev.godmode.testkit.load.LoadFleet;
import dev.godmode.testkit.load.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nodes with which large fleets are measured keep to the protocol. */
class LoadFleetTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path home;

  @Test
  void its_nodes_join_and_hold_what_they_are_given_until_it_is_stopped() throws Exception {
    try (var control = new ServedControl(home);
        var fleet =
            new LoadFleet(home.resolve("load"), 2, RandomGenerator.of("L64X128MixRandom"))) {
      for (var i = 0; i < 3; i++) {
        fleet.join(control.joinCode());
      }
      assertThat(await(fleet, standing -> standing.connected() == 3).trouble()).isEmpty();

      var task = control.submit("held");
      var held = await(fleet, standing -> standing.running() == 1);
      assertThat(held.started()).isEqualTo(1);

      var _ = control.post("/api/v1/tasks/%s/cancel".formatted(task), "{}");
      var stopped = await(fleet, standing -> standing.running() == 0);
      assertThat(stopped.stopped()).isEqualTo(1);
      assertThat(stopped.fenced()).isZero();
      control.awaitLeft(task);
    }
  }

  private static Standing await(LoadFleet fleet, Predicate<Standing> met) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!met.test(fleet.standing()) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(fleet.standing()).matches(met);
    return fleet.standing();
  }
}
