package dev.godmode.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Lock;
import dev.godmode.control.tailnet.Standing.Machine;
import dev.godmode.control.tailnet.Standing.Path;
import dev.godmode.protocol.api.TailnetView.NodeLink;
import dev.godmode.protocol.network.TailnetMode;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.testkit.InMemoryTailnet;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailnetWatchTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static final NodeLinks.PeoplesPorts NO_PORTS =
      new NodeLinks.PeoplesPorts(List.of(), Optional.empty());

  private final InMemoryTailnet tailnet = new InMemoryTailnet("forge", "100.64.0.1");
  private final TailnetWatch watch =
      new TailnetWatch(
          new Network(
              tailnet, TailnetMode.FLEET, "100.64.0.1", List.of("100.64.0.1"), List.of(), false),
          InstantSource.fixed(NOW));

  private void running(String address, Lock lock, Optional<Instant> keyExpires) {
    var self = new Machine("forge", List.of(InetAddress.ofLiteral(address)), keyExpires);
    tailnet.stand(new Standing.Running(self, lock, false, List.of()));
    watch.runOnce();
  }

  private String words(boolean well) {
    var component = watch.component().orElseThrow();
    assertThat(component.ok()).isEqualTo(well);
    return component.detail();
  }

  @Test
  void all_is_well_while_it_is_on_the_tailnet() {
    assertThat(words(true)).isEqualTo("forge, 100.64.0.1");
  }

  @Test
  void a_key_that_runs_out_soon_is_spoken_of_before_it_does() {
    running("100.64.0.1", Lock.OFF, Optional.of(NOW.plus(Duration.ofDays(3))));
    assertThat(words(true)).contains("runs out in 3 days: 'tailscale up --force-reauth'");

    running("100.64.0.1", Lock.OFF, Optional.of(NOW.plus(Duration.ofDays(90))));
    assertThat(words(true)).isEqualTo("forge, 100.64.0.1");
  }

  @Test
  void an_address_that_changed_is_told_with_what_to_do() {
    running("100.64.0.9", Lock.OFF, Optional.empty());

    assertThat(words(false))
        .isEqualTo(
            "this machine's address on the tailnet is 100.64.0.9 now, and the fleet port listens on"
                + " 100.64.0.1: 'gm down && ./gmup' moves it, and './gmup --control"
                + " 100.64.0.9:PORT' tells workers that do not find it");
  }

  @Test
  void a_key_that_the_lock_has_not_signed_is_no_good() {
    running("100.64.0.1", Lock.UNSIGNED, Optional.empty());

    assertThat(words(false)).contains("tailnet lock is on and has not signed this machine's key");
  }

  @Test
  void a_tailscaled_that_goes_away_and_comes_back_is_told() {
    tailnet.stand(new Standing.Stopped());
    watch.runOnce();
    assertThat(words(false)).contains("switched off");

    running("100.64.0.1", Lock.SIGNED, Optional.empty());
    assertThat(words(true)).isEqualTo("forge, 100.64.0.1");
  }

  @Test
  void the_link_that_logs_this_machine_in_is_not_in_the_open_health() {
    tailnet.stand(new Standing.LoggedOut(Optional.of(InMemoryTailnet.LINK), true));
    watch.runOnce();

    assertThat(words(false)).contains("--force-reauth").doesNotContain("login.example.com");
    assertThat(new NodeLinks(watch, List::of, () -> NO_PORTS).view().link())
        .contains(InMemoryTailnet.LINK.toString());
  }

  @Test
  void each_node_is_shown_with_its_path() {
    add("atlas", "100.64.0.2", new Path.Direct("10.0.0.2:41641"));
    add("laptop", "100.64.0.3", new Path.Relayed("fra"));
    add("quiet", "100.64.0.4", new Path.Idle());
    watch.runOnce();

    var links =
        new NodeLinks(
                watch,
                () ->
                    List.of(
                        source("1", "100.64.0.1"),
                        source("2", "100.64.0.2"),
                        source("3", "100.64.0.3"),
                        source("4", "100.64.0.4"),
                        source("5", "10.0.0.9"),
                        source("6", "127.0.0.1")),
                () -> NO_PORTS)
            .view()
            .nodes();

    assertThat(links)
        .extracting(NodeLink::path)
        .containsExactly("local", "direct", "relayed", "idle", "outside", "local");
    assertThat(links.get(1).via()).contains("10.0.0.2:41641");
    assertThat(links.get(2).via()).contains("fra");
    assertThat(links.get(2).machine()).contains("laptop");
  }

  private void add(String name, String address, Path path) {
    tailnet.add(
        new Machine(name, List.of(InetAddress.ofLiteral(address)), Optional.empty()),
        "ada@example.com",
        path);
  }

  private static NodeLinks.Source source(String id, String address) {
    return new NodeLinks.Source(new NodeId(id), "node" + id, InetAddress.ofLiteral(address));
  }
}
