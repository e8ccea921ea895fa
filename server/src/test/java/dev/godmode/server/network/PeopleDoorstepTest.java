package dev.godmode.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.access.ProvenIdentity.TailnetUser;
import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Tailnet.Neighbour;
import dev.godmode.testkit.InMemoryTailnet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the ports for people take somebody for. */
class PeopleDoorstepTest {

  private static final String FORGE = "100.64.0.1";

  private final InMemoryTailnet tailnet = new InMemoryTailnet("forge", FORGE);
  private final Doorsteps doorsteps = Doorsteps.on(tailnet, false);

  private static Approach from(String address, Map<String, List<String>> headers) {
    return new Approach(
        new InetSocketAddress(InetAddress.ofLiteral(address), 40_000),
        new InetSocketAddress(InetAddress.ofLiteral(FORGE), 5054),
        name -> headers.getOrDefault(name, List.of()));
  }

  private static Approach from(String address) {
    return from(address, Map.of());
  }

  private void isAdas(String address) {
    tailnet.at(
        address, new Neighbour.Member("laptop.ts.net", Optional.of("Ada@Example.com"), Set.of()));
  }

  private String whyNobody(Approach approach) {
    return ((Introduced.Nobody) doorsteps.people().introduce(approach)).why();
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.64.0.9", "fd7a:115c:a1e0::9"})
  void a_machines_owner_is_who_comes_from_it_by_either_kind_of_address(String address) {
    isAdas(address);

    assertThat(doorsteps.people().objection(from(address))).isEmpty();
    assertThat(doorsteps.people().introduce(from(address)))
        .isEqualTo(new Introduced.As(new TailnetUser("ada@example.com", "laptop.ts.net")));
  }

  @Test
  void headers_say_nothing_there() {
    isAdas("100.64.0.9");
    var forged =
        Map.of(
            "Tailscale-User-Login", List.of("owner@example.com"),
            "X-Forwarded-For", List.of("100.64.0.2"));

    assertThat(doorsteps.people().introduce(from("100.64.0.9", forged)))
        .isEqualTo(new Introduced.As(new TailnetUser("ada@example.com", "laptop.ts.net")));
    assertThat(doorsteps.people().objection(from("10.0.0.4", forged))).isPresent();
  }

  @Test
  void a_tagged_machine_is_nobody() {
    tailnet.at("100.64.0.9", new Neighbour.Member("ci", Optional.empty(), Set.of("tag:ci")));

    assertThat(whyNobody(from("100.64.0.9"))).contains("ci is tagged (tag:ci)", "gm login");
  }

  @Test
  void a_machine_that_came_to_the_fleet_port_is_nobody_for_agents_run_there() {
    isAdas("100.64.0.9");
    doorsteps.fleet().objection(from("100.64.0.9"));

    assertThat(whyNobody(from("100.64.0.9"))).contains("laptop.ts.net is a node of this fleet");
    isAdas("fd7a:115c:a1e0::9");
    assertThat(whyNobody(from("fd7a:115c:a1e0::9"))).contains("is a node of this fleet");
  }

  @Test
  void what_runs_on_the_controls_own_machine_is_nobody() {
    assertThat(doorsteps.people().objection(from(FORGE))).isEmpty();
    assertThat(whyNobody(from(FORGE))).contains("open the HUD by 127.0.0.1 there");
    assertThat(doorsteps.people().objection(from("127.0.0.1"))).isPresent();
  }

  @Test
  void while_tailscaled_says_nothing_everybody_is_nobody_and_comes_no_nearer() {
    isAdas("100.64.0.9");
    tailnet.stand(new Standing.Absent("tailscaled at /s: no answer within 3000 ms"));

    assertThat(whyNobody(from("100.64.0.9"))).contains("no answer within 3000 ms");
    assertThat(doorsteps.people().objection(from("100.64.0.9")))
        .hasValueSatisfying(why -> assertThat(why).contains("no answer within 3000 ms"));
  }

  @Test
  void serve_is_believed_where_it_says_one_person_once() {
    var served = from("127.0.0.1", Map.of("Tailscale-User-Login", List.of("Ada@example.com")));

    assertThat(doorsteps.serve().objection(served)).isEmpty();
    assertThat(doorsteps.serve().introduce(served))
        .isEqualTo(new Introduced.As(new TailnetUser("ada@example.com", "tailscale serve")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "|", "ada@example.com|eve@example.com", "a@x.com,b@x.com", "a\tb"})
  void serve_is_not_believed_where_it_says_nobody_or_several(String values) {
    var logins = values.isEmpty() ? List.<String>of() : List.of(values.split("\\|", -1));
    var served = from("127.0.0.1", Map.of("Tailscale-User-Login", logins));

    assertThat(doorsteps.serve().introduce(served)).isInstanceOf(Introduced.Nobody.class);
  }

  @Test
  void serve_is_on_this_machine_and_never_for_the_open_internet() {
    assertThat(doorsteps.serve().objection(from("100.64.0.9"))).isPresent();
    assertThat(
            doorsteps
                .serve()
                .objection(from("127.0.0.1", Map.of("Tailscale-Funnel-Request", List.of("?1")))))
        .hasValueSatisfying(why -> assertThat(why).contains("tailscale funnel reset"));
  }
}
