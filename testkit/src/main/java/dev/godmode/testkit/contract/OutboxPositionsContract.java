package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.outbox.OutboxPositions;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every store of a bus's position promises. */
public abstract class OutboxPositionsContract {

  protected abstract OutboxPositions positions();

  @Test
  void a_bus_that_was_told_nothing_has_no_position() {
    assertThat(positions().position("godmode on nats://a")).isEmpty();
  }

  @Test
  void each_bus_has_a_position_of_its_own() {
    positions().advance("godmode on nats://a", 7);
    positions().advance("godmode on nats://b", 3);

    assertThat(positions().position("godmode on nats://a")).isEqualTo(OptionalLong.of(7));
    assertThat(positions().position("godmode on nats://b")).isEqualTo(OptionalLong.of(3));
  }

  @Test
  void a_position_never_goes_back() {
    positions().advance("godmode on nats://a", 7);
    positions().advance("godmode on nats://a", 5);

    assertThat(positions().position("godmode on nats://a")).isEqualTo(OptionalLong.of(7));
  }
}
