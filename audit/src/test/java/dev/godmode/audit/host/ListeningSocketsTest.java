package dev.godmode.audit.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Rule;
import dev.godmode.audit.host.ListeningSocket.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListeningSocketsTest {

  private static final List<String> TCP =
      List.of(
          "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
          "   0: 0100007F:13BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 7 1",
          "   1: 00000000:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 8 1",
          "   2: 0100007F:13BC 0100007F:13BB 01 00000000:00000000 00:00000000 00000000     0        0 9 1");
  private static final List<String> TCP6 =
      List.of(
          "   0: 00000000000000000000000001000000:13BB 00000000000000000000000000000000:0000 0A",
          "   1: 00000000000000000000000000000000:13BD 00000000000000000000000000000000:0000 0A",
          "   2: 0000000000000000FFFF00000100007F:13BE 00000000000000000000000000000000:0000 0A");
  private static final Holder POSTGRES = new Holder(42, "postgres");

  private static ListeningSocket socket(String address, int port) {
    return new ListeningSocket(InetAddress.ofLiteral(address), port, Optional.empty());
  }

  @Test
  void the_tables_of_linux_are_read_in_their_own_byte_order() {
    assertThat(ListeningSockets.inTable(TCP, Map.of("8", POSTGRES)))
        .containsExactly(
            socket("127.0.0.1", 5051),
            new ListeningSocket(InetAddress.ofLiteral("0.0.0.0"), 5432, Optional.of(POSTGRES)));
    assertThat(ListeningSockets.inTable(TCP6, Map.of()))
        .containsExactly(socket("::1", 5051), socket("::", 5053), socket("127.0.0.1", 5054));
  }

  @Test
  void the_lines_of_lsof_are_read() {
    var lines = List.of("p42", "cpostgres", "f7", "n127.0.0.1:5432", "n*:5432", "n[::1]:5432");

    assertThat(ListeningSockets.fromLsof(lines))
        .extracting(ListeningSocket::address)
        .containsExactly(
            InetAddress.ofLiteral("127.0.0.1"),
            InetAddress.ofLiteral("0.0.0.0"),
            InetAddress.ofLiteral("::1"));
    assertThat(ListeningSockets.fromLsof(lines))
        .extracting(ListeningSocket::holder)
        .containsOnly(Optional.of(POSTGRES));
  }

  @Test
  void a_port_that_is_really_listened_to_is_found_with_its_process() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ListeningSockets.ofThisMachine())
          .filteredOn(found -> found.port() == socket.getLocalPort())
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.address().isLoopbackAddress()).isTrue();
                assertThat(found.holder().map(Holder::pid)).contains(ProcessHandle.current().pid());
              });
    }
  }

  private static List<Finding> look(ListeningSocket... sockets) {
    return new SocketInspection(Map.of(5051, "the API")).look(List.of(sockets));
  }

  @Test
  void a_database_that_others_reach_is_named_with_its_process() {
    var findings =
        look(new ListeningSocket(InetAddress.ofLiteral("::"), 40_000, Optional.of(POSTGRES)));

    assertThat(findings)
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.rule()).isEqualTo(Rule.DATABASE_PUBLIC);
              assertThat(found.file()).isEqualTo("port 40000");
              assertThat(found.why())
                  .isEqualTo(
                      "postgres (process 42) listens on every interface, where other machines reach it");
            });
  }

  @Test
  void own_ports_and_the_engines_are_for_this_machine_alone() {
    assertThat(look(socket("192.168.1.4", 5051), socket("0.0.0.0", 2375), socket("0.0.0.0", 6379)))
        .extracting(Finding::rule)
        .containsExactly(Rule.ENGINE_API_OPEN, Rule.SOCKET_PUBLIC, Rule.DATABASE_PUBLIC);
  }

  @Test
  void loopback_private_networks_and_other_programs_are_left_alone() {
    assertThat(
            look(
                socket("127.0.0.1", 5432),
                socket("::1", 5051),
                socket("100.101.102.103", 5432),
                socket("0.0.0.0", 22)))
        .isEmpty();
  }
}
