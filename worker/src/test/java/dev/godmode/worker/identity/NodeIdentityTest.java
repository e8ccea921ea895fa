package dev.godmode.worker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.node.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdentityTest {

  @TempDir Path home;

  @Test
  void a_control_that_has_moved_is_found_there_after_a_restart_too() throws IOException {
    var joined = keep(List.of("127.0.0.1:5053"));

    joined.foundAt("100.64.0.1:5053");

    assertThat(NodeIdentity.in(home).orElseThrow().facts().addresses())
        .containsExactly("100.64.0.1:5053", "127.0.0.1:5053");
    assertThat(NodeIdentity.in(home).orElseThrow().facts().fingerprint()).isEqualTo("f00d");
  }

  @Test
  void a_control_that_moves_all_the_time_leaves_no_endless_list() throws IOException {
    var identity = keep(List.of());
    for (var port = 1; port <= 100; port++) {
      identity = identity.foundAt("forge:" + port);
    }

    assertThat(identity.facts().addresses()).hasSize(16).startsWith("forge:100", "forge:99");
  }

  private NodeIdentity keep(List<String> addresses) throws IOException {
    return NodeIdentity.keep(
        home, new NodeIdentity.Facts(new NodeId("n1"), "forge", addresses, "f00d"));
  }
}
