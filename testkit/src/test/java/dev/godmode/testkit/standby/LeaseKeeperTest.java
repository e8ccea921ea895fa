package dev.godmode.testkit.standby;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.standby.ControlLease.Claim;
import dev.godmode.control.standby.ControlLease.Seen;
import dev.godmode.control.standby.ControlNode;
import dev.godmode.control.standby.LeaseKeeper;
import dev.godmode.control.standby.LeaseTerms;
import dev.godmode.testkit.InMemoryLease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {

  private static final ControlNode FORGE = control("forge");
  private static final ControlNode ATLAS = control("atlas");

  private final InMemoryLease.Shared shared = new InMemoryLease.Shared();
  private final List<String> told = new ArrayList<>();
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private long nanos;
  private final InMemoryLease lease = new InMemoryLease(shared, LeaseTerms.DEFAULT, () -> wall);

  private static ControlNode control(String name) {
    return new ControlNode("id-of-" + name, name, List.of(name + ":5053"), "f00d", "1.0");
  }

  private LeaseKeeper keeper() {
    var term = ((Claim.Granted) lease.take(FORGE)).term();
    var clocks = new LeaseKeeper.Clocks(() -> wall, () -> nanos);
    var keeper = new LeaseKeeper(lease, LeaseTerms.DEFAULT, FORGE, term, clocks);
    assertThat(keeper.holds()).isFalse(); // until the first renewal: the grant may be old
    renew(keeper);
    told.clear();
    return keeper;
  }

  private void renew(LeaseKeeper keeper) {
    keeper.runOnce(
        new LeaseKeeper.Listener() {
          @Override
          public void seen(List<Seen> controls) {
            controls.forEach(seen -> told.add("seen " + seen.node().name()));
          }

          @Override
          public void lapsed() {
            told.add("lapsed");
          }

          @Override
          public void deposed(String holder) {
            told.add("deposed by " + holder);
          }
        },
        () -> 7);
  }

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  @Test
  void it_holds_while_it_is_renewed() {
    var keeper = keeper();

    for (var i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(1));
      renew(keeper);
    }

    assertThat(keeper.holds()).isTrue();
    assertThat(told).containsOnly("seen forge");
    assertThat(lease.take(ATLAS)).isEqualTo(new Claim.Held("forge"));
  }

  @Test
  void one_that_was_frozen_knows_when_it_thaws_before_it_asks_anybody() {
    var keeper = keeper();
    pass(Duration.ofSeconds(3));

    assertThat(keeper.holds()).isFalse();

    lease.take(ATLAS);
    renew(keeper);
    assertThat(told).containsExactly("lapsed", "deposed by atlas");
    pass(Duration.ofSeconds(-3)); // not even a clock that goes back brings it to power
    assertThat(keeper.holds()).isFalse();
  }

  @Test
  void a_machine_that_slept_knows_it_by_the_wall_clock() {
    var keeper = keeper();

    wall = wall.plus(Duration.ofSeconds(3)); // the monotonic clock stood still

    assertThat(keeper.holds()).isFalse();
  }

  @Test
  void a_database_that_was_away_for_both_leaves_it_where_it_was() {
    var keeper = keeper();
    shared.goAway();
    renew(keeper);
    assertThat(keeper.holds()).isTrue();
    pass(Duration.ofSeconds(4));
    renew(keeper);
    renew(keeper);
    assertThat(keeper.holds()).isFalse();
    assertThat(told).containsExactly("lapsed");

    shared.comeBack();
    renew(keeper);

    assertThat(keeper.holds()).isTrue();
  }

  @Test
  void the_time_is_counted_from_before_the_answer() {
    var keeper = keeper();
    pass(Duration.ofSeconds(2));
    assertThat(keeper.sinceConfirmed()).isEqualTo(Duration.ofSeconds(2));

    renew(keeper);

    assertThat(keeper.sinceConfirmed()).isZero();
  }

  @Test
  void one_that_ends_in_good_order_makes_room_at_once() {
    keeper().close();

    assertThat(lease.take(ATLAS)).isEqualTo(new Claim.Granted(2));
    assertThat(lease.controls()).isEmpty();
  }
}
