package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.cli.Finding.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {

  private static final List<String> TCP =
      List.of(
          "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
          "   0: 0100007F:13BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0",
          "   1: 00000000:13BC 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0",
          "   2: 0100007F:13BC 0100007F:13BB 01 00000000:00000000 00:00000000 00000000     0");
  private static final List<String> TCP6 =
      List.of(
          "   0: 00000000000000000000000001000000:13BB 00000000000000000000000000000000:0000 0A",
          "   1: 00000000000000000000000000000000:13BD 00000000000000000000000000000000:0000 0A",
          "   2: 0000000000000000FFFF00000100007F:13BE 00000000000000000000000000000000:0000 0A");

  @Test
  void the_tables_of_linux_are_read_in_their_own_byte_order() throws IOException {
    assertThat(Listeners.inTable(TCP, 5051)).containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(Listeners.inTable(TCP, 5052)).containsExactly(InetAddress.ofLiteral("0.0.0.0"));
    assertThat(Listeners.inTable(TCP6, 5051)).containsExactly(InetAddress.ofLiteral("::1"));
    assertThat(Listeners.inTable(TCP6, 5053)).containsExactly(InetAddress.ofLiteral("::"));
    assertThat(Listeners.inTable(TCP6, 5054)).containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(Listeners.inTable(TCP, 1)).isEmpty();
  }

  @Test
  void the_lines_of_lsof_are_read() {
    var lines = List.of("p42", "f7", "n127.0.0.1:5051", "n*:5051", "n[::1]:5051");

    assertThat(Listeners.fromLsof(lines))
        .containsExactly(
            InetAddress.ofLiteral("127.0.0.1"),
            InetAddress.ofLiteral("0.0.0.0"),
            InetAddress.ofLiteral("::1"));
  }

  @Test
  void a_port_that_is_really_listened_to_is_found() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Listeners.of(socket.getLocalPort()))
          .isNotEmpty()
          .allMatch(InetAddress::isLoopbackAddress);
    }
  }

  @Test
  void only_addresses_that_others_reach_are_findings() {
    var addresses =
        List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("192.168.1.4"));

    assertThat(PortChecks.judge("the API", 5051, addresses))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Rule.PORT_OPEN.id());
              assertThat(finding.why())
                  .isEqualTo("the API listens on 192.168.1.4, where other machines reach it");
            });
  }
}
