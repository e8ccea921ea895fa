package dev.godmode.server.fleet;

import static dev.godmode.server.fleet.TwinWatch.Verdict.TAKES_OVER;
import static dev.godmode.server.fleet.TwinWatch.Verdict.TURNED_AWAY;
import static dev.godmode.server.fleet.TwinWatch.Verdict.TURNED_AWAY_AND_TOLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TwinWatchTest {

  private static final NodeId NODE = new NodeId("forge");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final TwinWatch watch = new TwinWatch(() -> now);

  @Test
  void two_that_fight_for_a_stream_are_noticed_and_told_once() {
    for (var i = 0; i < TwinWatch.TAKEOVERS_MAX; i++) {
      assertThat(watch.second(NODE)).isEqualTo(TAKES_OVER);
    }

    assertThat(watch.second(NODE)).isEqualTo(TURNED_AWAY_AND_TOLD);
    assertThat(watch.second(NODE)).isEqualTo(TURNED_AWAY);
  }

  @Test
  void takeovers_now_and_then_are_a_network_that_changes() {
    for (var i = 0; i < 10; i++) {
      assertThat(watch.second(NODE)).isEqualTo(TAKES_OVER);
      now = now.plus(TwinWatch.WITHIN.dividedBy(2));
    }
  }

  @Test
  void one_nodes_twins_are_nothing_to_another() {
    for (var i = 0; i < TwinWatch.TAKEOVERS_MAX; i++) {
      watch.second(NODE);
    }

    assertThat(watch.second(new NodeId("anvil"))).isEqualTo(TAKES_OVER);
  }

  @Test
  void a_person_is_told_again_after_a_while() {
    for (var i = 0; i <= TwinWatch.TAKEOVERS_MAX; i++) {
      watch.second(NODE);
    }
    now = now.plus(Duration.ofMinutes(11));
    for (var i = 0; i < TwinWatch.TAKEOVERS_MAX; i++) {
      watch.second(NODE);
    }

    assertThat(watch.second(NODE)).isEqualTo(TURNED_AWAY_AND_TOLD);
  }
}
