package dev.godmode.control.inference.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.Reserve;
import dev.godmode.protocol.api.ReplicaViews.Awaited;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DistantReserveTest {

  private static final Awaited STILL = new Awaited(Optional.of("llama"), false, Optional.empty());
  private static final Awaited COME = new Awaited(Optional.of("llama"), true, Optional.empty());
  private static final Awaited GONE = new Awaited(Optional.empty(), false, Optional.empty());

  private final ScriptedControl control = new ScriptedControl();
  private long nanos;
  private final DistantReserve reserve = new DistantReserve(control, () -> nanos);

  @BeforeEach
  void expect() {
    reserve.expect(Set.of("qwen3"));
  }

  private Reserve.Wait queued() {
    control.awaited.add(STILL);
    return reserve.queue("qwen3").orElseThrow();
  }

  @Test
  void control_is_not_asked_for_a_model_that_nobody_would_start() {
    assertThat(reserve.queue("gpt")).isEmpty();
  }

  @Test
  void there_is_nothing_to_wait_for_while_control_is_away() {
    control.away = true;

    assertThat(reserve.queue("qwen3")).isEmpty();
  }

  @Test
  void a_server_that_came_up_can_be_asked() {
    var wait = queued();
    var here = new AtomicBoolean();
    control.awaited.add(COME);

    var outcome =
        wait.await(
            () -> {
              var now = here.get();
              here.set(control.awaited.isEmpty());
              return now;
            },
            Duration.ofSeconds(3));

    assertThat(wait.server()).isEqualTo("llama");
    assertThat(outcome).isEqualTo(new Reserve.Come());
  }

  @Test
  void what_control_knows_of_its_chances_is_passed_on() {
    var never = ModelFault.allDown("no node has a gpu", Duration.ofSeconds(30));
    var wait = queued();
    control.awaited.add(new Awaited(Optional.of("llama"), false, Optional.of(never)));

    assertThat(wait.await(() -> false, Duration.ofSeconds(3))).isEqualTo(new Reserve.Never(never));
  }

  @Test
  void an_agent_that_serves_it_no_more_is_not_waited_for() {
    var wait = queued();
    control.awaited.add(GONE);

    assertThat(wait.await(() -> false, Duration.ofSeconds(3)))
        .isInstanceOfSatisfying(
            Reserve.Never.class, never -> assertThat(never.fault().status()).isEqualTo(404));
  }

  @Test
  void who_has_waited_long_enough_waits_no_more() {
    var wait = queued();
    nanos = DistantReserve.PATIENCE.toNanos();

    assertThat(wait.await(() -> false, Duration.ofSeconds(3)))
        .isInstanceOfSatisfying(
            Reserve.Never.class, never -> assertThat(never.fault().words()).contains("300 s"));
    assertThat(reserve.waiting()).isZero();
  }

  @Test
  void before_that_it_is_told_that_it_takes_longer() {
    var wait = queued();

    assertThat(wait.await(() -> false, Duration.ZERO)).isEqualTo(new Reserve.Still());
  }
}
