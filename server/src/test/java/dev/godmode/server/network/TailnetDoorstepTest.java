package dev.godmode.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Tailnet.Neighbour;
import dev.godmode.testkit.InMemoryTailnet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TailnetDoorstepTest {

  private final InMemoryTailnet tailnet = new InMemoryTailnet("forge", "100.64.0.1");
  private final TailnetDoorstep doorstep = new TailnetDoorstep(tailnet, new FleetMachines(), false);

  private Optional<String> from(String address) {
    return doorstep.objection(
        new Approach(
            new InetSocketAddress(InetAddress.ofLiteral(address), 40_000),
            new InetSocketAddress(InetAddress.ofLiteral("100.64.0.1"), 5053),
            _ -> List.of()));
  }

  @Test
  void a_machine_of_the_tailnet_may_come_near_a_tagged_one_too() {
    tailnet.at("100.64.0.2", new Neighbour.Member("atlas", Optional.empty(), Set.of("tag:ci")));

    assertThat(from("100.64.0.2")).isEmpty();
    assertThat(from("100.64.0.1")).isEmpty();
  }

  @Test
  void an_address_that_only_looks_like_the_tailnets_is_of_no_use() {
    assertThat(from("100.64.0.7"))
        .contains(
            "this control is for its tailnet only, and 100.64.0.7 is not on it: run 'tailscale up'"
                + " there");
    assertThat(from("10.0.0.4")).isPresent();
    assertThat(from("fd7a:115c:a1e0::7")).isPresent();
  }

  @Test
  void this_machine_itself_may_come_near() {
    assertThat(from("127.0.0.1")).isEmpty();
    assertThat(from("::1")).isEmpty();
  }

  @Test
  void while_tailscaled_says_nothing_nobody_else_may() {
    tailnet.stand(new Standing.Absent("there is no tailscaled: nothing at /s"));

    assertThat(from("100.64.0.2"))
        .hasValueSatisfying(
            why -> assertThat(why).endsWith("there is no tailscaled: nothing at /s"));
    assertThat(from("127.0.0.1")).isEmpty();
  }
}
