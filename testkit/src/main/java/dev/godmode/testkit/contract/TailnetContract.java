package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Peer;
import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.control.tailnet.Tailnet.Neighbour;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** What a tailnet promises: this machine is on it, and so is one other. */
public abstract class TailnetContract {

  private static final int PORT = 40_000;

  protected abstract Tailnet tailnet();

  /** The address of the one other machine. */
  protected abstract InetAddress member();

  /** Whose that machine is. */
  protected abstract String loginOfMember();

  /** An address of a machine that is not on the tailnet. */
  protected abstract InetAddress outsider();

  private Standing.Running running() {
    assertThat(tailnet().standing()).isInstanceOf(Standing.Running.class);
    return (Standing.Running) tailnet().standing();
  }

  private Neighbour whois(InetAddress address) {
    return tailnet().whois(new InetSocketAddress(address, PORT));
  }

  @Test
  void this_machine_has_a_name_and_an_address() {
    var self = running().self();

    assertThat(self.name()).isNotBlank().doesNotEndWith(".");
    assertThat(self.address()).isInstanceOf(Inet4Address.class);
  }

  @Test
  void the_other_machine_is_seen_by_its_address_and_this_one_is_not_its_own_peer() {
    var running = running();

    assertThat(running.peer(member()).map(Peer::machine))
        .hasValueSatisfying(machine -> assertThat(machine.addresses()).contains(member()));
    assertThat(running.peer(running.self().address())).isEmpty();
  }

  @Test
  void a_connection_of_the_other_machine_is_its_owners() {
    assertThat(whois(member()))
        .isInstanceOfSatisfying(
            Neighbour.Member.class,
            who -> {
              assertThat(who.login()).contains(loginOfMember());
              assertThat(who.machine()).isNotBlank();
            });
  }

  @Test
  void this_machine_is_a_member_too() {
    assertThat(whois(running().self().address())).isInstanceOf(Neighbour.Member.class);
  }

  @Test
  void who_is_not_on_it_is_an_outsider_whatever_its_address_looks_like() {
    assertThat(whois(outsider())).isEqualTo(new Neighbour.Outsider());
    assertThat(whois(InetAddress.ofLiteral("100.127.255.254"))).isEqualTo(new Neighbour.Outsider());
    assertThat(whois(InetAddress.ofLiteral("fd7a:115c:a1e0::ffff:fffe")))
        .isEqualTo(new Neighbour.Outsider());
    assertThat(whois(InetAddress.ofLiteral("127.0.0.1"))).isEqualTo(new Neighbour.Outsider());
  }
}
