package dev.godmode.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Lock;
import dev.godmode.control.tailnet.Standing.Machine;
import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.protocol.network.TailnetMode;
import dev.godmode.testkit.InMemoryTailnet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {

  private static final Machine FORGE =
      new Machine(
          "forge.tail1234.ts.net",
          List.of(InetAddress.ofLiteral("100.64.0.1"), InetAddress.ofLiteral("fd7a::1")),
          Optional.empty());

  private final AtomicLong nanos = new AtomicLong();
  private final InMemoryTailnet tailnet = new InMemoryTailnet("forge", "100.64.0.1");

  private Network enter(Tailnet on) {
    return Network.onTailnet(on, TailnetMode.FLEET, "127.0.0.1", nanos::get);
  }

  private static Standing running(boolean userspace) {
    return new Standing.Running(FORGE, Lock.OFF, userspace, List.of());
  }

  @Test
  void the_fleet_port_listens_on_the_tailnets_address_and_is_found_by_name_too() {
    tailnet.stand(running(false));

    var network = enter(tailnet);

    assertThat(network.fleetAddress()).isEqualTo("100.64.0.1");
    assertThat(network.hosts()).containsExactly("100.64.0.1", "forge.tail1234.ts.net");
    assertThat(network.doorsteps().fleet()).isInstanceOf(TailnetDoorstep.class);
    assertThat(network.people()).isEmpty();
  }

  @Test
  void people_come_in_by_all_addresses_of_the_tailnet_when_they_shall() {
    tailnet.stand(running(false));

    assertThat(Network.onTailnet(tailnet, TailnetMode.PEOPLE, "127.0.0.1", nanos::get).people())
        .containsExactly("100.64.0.1", "fd7a:0:0:0:0:0:0:1");
  }

  @Test
  void without_an_interface_of_its_own_tailscaled_hands_connections_to_loopback() {
    tailnet.stand(running(true));

    assertThat(enter(tailnet).fleetAddress()).isEqualTo("127.0.0.1");
    assertThat(enter(tailnet).hosts()).startsWith("100.64.0.1");
  }

  static List<Refused> refused() {
    return List.of(
        new Refused(
            new Standing.Absent("there is no tailscaled: nothing at /s"),
            "there is no tailscaled: nothing at /s. Install Tailscale"),
        new Refused(new Standing.Stopped(), "switched off on this machine: run 'tailscale up'"),
        new Refused(
            new Standing.LoggedOut(Optional.empty(), false),
            "is logged out of the tailnet: run 'tailscale up', or open " + InMemoryTailnet.LINK),
        new Refused(
            new Standing.LoggedOut(Optional.empty(), true),
            "this machine's key for the tailnet ran out: run 'tailscale up --force-reauth'"),
        new Refused(new Standing.Unapproved(), "an administrator of the tailnet approves it"));
  }

  record Refused(Standing standing, String words) {}

  @ParameterizedTest
  @MethodSource("refused")
  void a_machine_that_is_not_on_the_tailnet_is_told_what_to_do(Refused refused) {
    tailnet.stand(refused.standing());

    assertThatThrownBy(() -> enter(tailnet))
        .isInstanceOf(Network.Unusable.class)
        .hasMessageContaining(refused.words())
        .hasMessageEndingWith("Then ./gmup again; without the tailnet: ./gmup --tailscale off");
  }

  /** Connects at the third look; each look lets time pass. */
  private final class Slow implements Tailnet {
    private final AtomicInteger looks = new AtomicInteger();
    private final int connectsAt;

    Slow(int connectsAt) {
      this.connectsAt = connectsAt;
    }

    @Override
    public Standing standing() {
      nanos.addAndGet(4_000_000_000L);
      return looks.incrementAndGet() < connectsAt ? new Standing.Starting() : running(false);
    }

    @Override
    public Neighbour whois(InetSocketAddress peer) {
      return new Neighbour.Outsider();
    }

    @Override
    public void beginLogin() {}
  }

  @Test
  void after_a_boot_it_is_waited_for_a_little_and_not_for_ever() {
    assertThat(enter(new Slow(3)).fleetAddress()).isEqualTo("100.64.0.1");
    assertThatThrownBy(() -> enter(new Slow(100)))
        .hasMessageStartingWith("Tailscale is about to connect");
  }
}
