package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.api.TailnetView;
import dev.godmode.protocol.api.TailnetView.NodeLink;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.network.TailnetMode;
import dev.godmode.protocol.node.NodeId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailnetGrantsTest {

  private static TailnetView view(boolean connected, NodeLink... nodes) {
    return new TailnetView(
        TailnetMode.FLEET,
        connected,
        connected ? "forge, 100.64.0.1" : "Tailscale is switched off on this machine",
        Optional.empty(),
        Optional.of("forge"),
        connected ? List.of("100.64.0.1", "fd7a::1") : List.of(),
        Optional.empty(),
        Optional.of("off"),
        false,
        List.of(nodes));
  }

  private static NodeLink node(String name, String address, Optional<String> machine) {
    return new NodeLink(
        new NodeId(name), name, address, "direct", Optional.empty(), machine, Optional.empty());
  }

  @Test
  void nodes_of_the_tailnet_may_dial_the_fleet_port_and_nothing_else() {
    var grants =
        TailnetGrants.of(
            view(
                true,
                node("atlas", "100.64.0.2", Optional.of("atlas.ts.net")),
                node("forge", "100.64.0.1", Optional.empty()),
                node("laptop", "100.64.0.3", Optional.of("laptop.ts.net"))),
            5053);

    assertThat(grants.text())
        .isEqualTo(
            """
            {
              "hosts": {
                "godmode-atlas": "100.64.0.2",
                "godmode-control": "100.64.0.1",
                "godmode-laptop": "100.64.0.3"
              },
              "grants": [
                {"src": ["godmode-atlas", "godmode-laptop"], "dst": ["godmode-control"], "ip": ["tcp:5053"]}
              ]
            }
            """);
    assertThat(Json.tree(grants.text())).isEqualTo(Json.tree(Json.write(grants)));
  }

  @Test
  void without_a_tailnet_or_a_node_on_it_there_is_nothing_to_grant() {
    assertThatThrownBy(() -> TailnetGrants.of(view(false), 5053))
        .hasMessage("control is not on the tailnet: Tailscale is switched off on this machine");
    assertThatThrownBy(
            () -> TailnetGrants.of(view(true, node("forge", "100.64.0.1", Optional.empty())), 5053))
        .hasMessageStartingWith("no node is connected over the tailnet yet");
  }
}
