package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.standby.ControlLease;
import dev.godmode.control.standby.ControlLease.Claim;
import dev.godmode.control.standby.ControlLease.Seen;
import dev.godmode.control.standby.ControlNode;
import dev.godmode.control.standby.LeaseTerms;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the controls' lease promises. */
public abstract class ControlLeaseContract {

  protected static final ControlNode FORGE = control("forge");
  protected static final ControlNode ATLAS = control("atlas");

  /** A lease that outlasts every test. */
  protected static final LeaseTerms LONG = terms(Duration.ofHours(1));

  /** A lease that has lapsed as soon as it was granted. */
  protected static final LeaseTerms NONE = terms(Duration.ZERO);

  /** The same lease, free at first, at each call within one test. */
  protected abstract ControlLease lease(LeaseTerms terms);

  private static LeaseTerms terms(Duration ttl) {
    return new LeaseTerms(
        ttl,
        Duration.ofMillis(500),
        Duration.ofMillis(1),
        Duration.ofMillis(1),
        Duration.ofDays(1));
  }

  protected static ControlNode control(String name) {
    return new ControlNode(
        "id-of-" + name, name, List.of(name + ":5053", "10.0.0.1:5053"), "f00d", "1.0");
  }

  @Test
  void who_comes_first_has_it_and_others_learn_who() {
    assertThat(lease(LONG).take(FORGE)).isEqualTo(new Claim.Granted(1));

    assertThat(lease(LONG).take(ATLAS)).isEqualTo(new Claim.Held("forge"));
    assertThat(lease(LONG).renew(ATLAS, 1)).isEqualTo(new Claim.Held("forge"));
    assertThat(lease(LONG).renew(FORGE, 1)).isEqualTo(new Claim.Granted(1));
  }

  @Test
  void ten_ask_at_once_and_one_gets_it() {
    var lease = lease(LONG);

    var claims =
        IntStream.range(0, 10)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> lease.take(control("control" + i))))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
  }

  @Test
  void one_that_lapsed_goes_to_who_asks_with_a_greater_term() {
    lease(NONE).take(FORGE);

    assertThat(lease(NONE).take(ATLAS)).isEqualTo(new Claim.Granted(2));

    assertThat(lease(LONG).renew(FORGE, 1)).isEqualTo(new Claim.Held("atlas"));
    assertThat(lease(LONG).renew(ATLAS, 2)).isEqualTo(new Claim.Granted(2));
    assertThat(lease(LONG).take(FORGE)).isEqualTo(new Claim.Held("atlas"));
  }

  @Test
  void one_that_lapsed_is_prolonged_while_nobody_has_taken_it() {
    lease(NONE).take(FORGE);

    assertThat(lease(LONG).renew(FORGE, 1)).isEqualTo(new Claim.Granted(1));

    assertThat(lease(LONG).take(ATLAS)).isEqualTo(new Claim.Held("forge"));
  }

  @Test
  void a_control_that_comes_back_takes_its_own_at_once_and_its_former_life_has_it_no_more() {
    lease(LONG).take(FORGE);

    assertThat(lease(LONG).take(FORGE)).isEqualTo(new Claim.Granted(2));

    assertThat(lease(LONG).renew(FORGE, 1)).isEqualTo(new Claim.Held("forge"));
  }

  @Test
  void one_that_was_let_go_is_free_at_once() {
    lease(LONG).take(FORGE);

    lease(LONG).release(FORGE, 1);

    assertThat(lease(LONG).take(ATLAS)).isEqualTo(new Claim.Granted(2));
  }

  @Test
  void what_another_holds_cannot_be_let_go() {
    lease(LONG).take(FORGE);

    lease(LONG).release(FORGE, 7);
    lease(LONG).release(ATLAS, 1);

    assertThat(lease(LONG).take(ATLAS)).isEqualTo(new Claim.Held("forge"));
  }

  @Test
  void controls_see_each_other_until_they_leave() {
    lease(LONG).take(FORGE);
    lease(LONG).report(FORGE, 11);
    lease(LONG).report(ATLAS, 7);
    lease(LONG).report(ATLAS, 9);

    var seen = lease(LONG).controls();

    assertThat(seen).extracting(Seen::node).containsExactly(ATLAS, FORGE);
    assertThat(seen).extracting(Seen::position).containsExactly(9L, 11L);
    assertThat(seen).extracting(Seen::holds).containsExactly(false, true);

    lease(LONG).leave(ATLAS);
    assertThat(lease(LONG).controls()).extracting(Seen::node).containsExactly(FORGE);
  }
}
