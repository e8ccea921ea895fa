package dev.godmode.adapters.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Lock;
import dev.godmode.control.tailnet.Standing.Peer;
import dev.godmode.control.tailnet.Tailnet.Neighbour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of each answer that tailscaled, or something in its place, may give. */
class LocalTailnetTest {

  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.ofLiteral("100.64.0.2"), 4711);

  @TempDir Path folder;
  private Optional<ScriptedDaemon> daemon = Optional.empty();

  @AfterEach
  void stop() throws IOException {
    if (daemon.isPresent()) {
      daemon.get().close();
    }
  }

  private Path socket() {
    return folder.resolve("s");
  }

  private LocalTailnet tailnet(Function<String, byte[]> answers) {
    daemon = Optional.of(new ScriptedDaemon(socket(), answers));
    return new LocalTailnet(socket(), Duration.ofSeconds(10));
  }

  private Standing status(String body) {
    return tailnet(what -> what.equals("GET status") ? ScriptedDaemon.ok(body) : unknown())
        .standing();
  }

  private static byte[] unknown() {
    return ScriptedDaemon.no(404, "not found");
  }

  @Test
  void a_machine_that_is_on_tells_its_address_and_whom_it_sees() {
    var standing = (Standing.Running) status(ScriptedDaemon.recorded("status-running.json"));

    assertThat(standing.self().name()).isEqualTo("forge.proof.example.net");
    assertThat(standing.self().address()).isEqualTo(InetAddress.ofLiteral("100.64.0.1"));
    assertThat(standing.self().keyExpires()).isEmpty();
    assertThat(standing.userspace()).isFalse();
    assertThat(standing.lock()).isEqualTo(Lock.UNKNOWN);
    assertThat(standing.peer(PEER.getAddress()).map(Peer::path))
        .hasValueSatisfying(path -> assertThat(path).isInstanceOf(Standing.Path.Direct.class));
  }

  @Test
  void a_peer_without_an_endpoint_is_relayed_while_it_is_active_and_idle_otherwise() {
    var recorded = ScriptedDaemon.recorded("status-running.json");
    var relayed = recorded.replaceAll("\"CurAddr\": \"[^\"]+\"", "\"CurAddr\": \"\"");

    var active = (Standing.Running) status(relayed);
    assertThat(active.peers().getFirst().path()).isEqualTo(new Standing.Path.Relayed("proof"));
  }

  @Test
  void a_peer_that_is_not_active_is_idle() {
    var recorded = ScriptedDaemon.recorded("status-running.json");
    var idle =
        recorded
            .replaceAll("\"CurAddr\": \"[^\"]+\"", "\"CurAddr\": \"\"")
            .replace("\"Active\": true", "\"Active\": false");

    assertThat(((Standing.Running) status(idle)).peers().getFirst().path())
        .isEqualTo(new Standing.Path.Idle());
  }

  @Test
  void a_key_that_ran_out_is_told_from_a_logout() {
    assertThat(status(ScriptedDaemon.recorded("status-expired.json")))
        .isEqualTo(new Standing.LoggedOut(Optional.empty(), true));
  }

  @Test
  void logged_out_and_stopped_are_what_they_are() throws IOException {
    assertThat(status(ScriptedDaemon.recorded("status-logged-out.json")))
        .isEqualTo(new Standing.LoggedOut(Optional.empty(), false));
    stop();
    Files.deleteIfExists(socket());
    assertThat(status(ScriptedDaemon.recorded("status-stopped.json")))
        .isEqualTo(new Standing.Stopped());
  }

  @Test
  void a_login_that_was_begun_has_a_link() {
    assertThat(status("{\"BackendState\":\"NeedsLogin\",\"AuthURL\":\"https://x.example/a\"}"))
        .isEqualTo(new Standing.LoggedOut(Optional.of(URI.create("https://x.example/a")), false));
  }

  @Test
  void a_link_that_is_none_is_not_shown_to_anybody() {
    assertThat(status("{\"BackendState\":\"NeedsLogin\",\"AuthURL\":\"javascript:alert(1)\"}"))
        .isEqualTo(new Standing.LoggedOut(Optional.empty(), false));
  }

  @Test
  void an_approval_and_a_start_are_waited_for() throws IOException {
    assertThat(status("{\"BackendState\":\"NeedsMachineAuth\"}"))
        .isEqualTo(new Standing.Unapproved());
    stop();
    Files.deleteIfExists(socket());
    assertThat(status("{\"BackendState\":\"Running\",\"Self\":{\"TailscaleIPs\":null}}"))
        .isEqualTo(new Standing.Starting());
  }

  @Test
  void the_lock_is_told() {
    var tailnet =
        tailnet(
            what ->
                ScriptedDaemon.ok(
                    what.equals("GET status")
                        ? ScriptedDaemon.recorded("status-running.json")
                        : "{\"Enabled\":true,\"NodeKeySigned\":false}"));

    assertThat(((Standing.Running) tailnet.standing()).lock()).isEqualTo(Lock.UNSIGNED);
  }

  @Test
  void a_machine_of_the_tailnet_is_known_by_its_connection() {
    var tailnet = tailnet(_ -> ScriptedDaemon.ok(ScriptedDaemon.recorded("whois.json")));

    assertThat(tailnet.whois(PEER))
        .isEqualTo(
            new Neighbour.Member(
                "atlas.proof.example.net",
                Optional.of("user-2@fake-control.example.net"),
                Set.of()));
    assertThat(daemon.orElseThrow().asked())
        .containsExactly("GET whois?proto=tcp&addr=100.64.0.2%3A4711");
  }

  @Test
  void an_address_of_ipv6_is_asked_for_without_its_zone() {
    var tailnet = tailnet(_ -> ScriptedDaemon.no(404, "no match for IP:port"));

    var who = tailnet.whois(new InetSocketAddress(InetAddress.ofLiteral("fe80::1"), 80));

    assertThat(who).isEqualTo(new Neighbour.Outsider());
    assertThat(daemon.orElseThrow().asked())
        .containsExactly("GET whois?proto=tcp&addr=%5Bfe80%3A0%3A0%3A0%3A0%3A0%3A0%3A1%5D%3A80");
  }

  @Test
  void a_machine_whose_key_ran_out_is_on_the_tailnet_no_more() {
    var expired =
        ScriptedDaemon.recorded("whois.json")
            .replace("\"Tags\": null", "\"Tags\": null, \"Expired\": true");
    var tailnet = tailnet(_ -> ScriptedDaemon.ok(expired));

    assertThat(tailnet.whois(PEER)).isEqualTo(new Neighbour.Outsider());
  }

  @Test
  void a_tagged_machine_is_nobodys() {
    var tagged =
        ScriptedDaemon.recorded("whois.json").replace("\"Tags\": null", "\"Tags\": [\"tag:ci\"]");
    var tailnet = tailnet(_ -> ScriptedDaemon.ok(tagged));

    assertThat(tailnet.whois(PEER))
        .isEqualTo(
            new Neighbour.Member("atlas.proof.example.net", Optional.empty(), Set.of("tag:ci")));
  }

  @Test
  void without_a_daemon_it_is_said_where_it_was_looked_for() {
    var tailnet = new LocalTailnet(socket(), Duration.ofSeconds(10));

    assertThat(tailnet.standing())
        .isEqualTo(new Standing.Absent("there is no tailscaled: nothing at " + socket()));
    assertThat(tailnet.whois(PEER)).isInstanceOf(Neighbour.Unanswered.class);
  }

  @Test
  void a_daemon_that_says_nothing_is_not_waited_for() {
    daemon = Optional.of(new ScriptedDaemon(socket(), _ -> new byte[0]));
    var tailnet = new LocalTailnet(socket(), Duration.ofMillis(50));

    assertThat(tailnet.standing())
        .isEqualTo(
            new Standing.Absent("tailscaled at %s: no answer within 50 ms".formatted(socket())));
  }

  @Test
  void nonsense_is_no_answer() throws IOException {
    for (var nonsense :
        new String[] {
          "SSH-2.0-OpenSSH_9.2\r\n",
          "HTTP/1.0 200 OK\r\n\r\nno document",
          "HTTP/1.0 200 OK\r\n\r\n{\"BackendState\":\"Running\",\"Self\":{\"TailscaleIPs\":[7]}}",
          "HTTP/1.0 500 Oh\r\n\r\nno",
          "HTTP/1.0 abc\r\n\r\n",
          "\r\n\r\n"
        }) {
      var tailnet = tailnet(_ -> nonsense.getBytes(StandardCharsets.UTF_8));

      assertThat(tailnet.standing()).as(nonsense).isInstanceOf(Standing.Absent.class);
      assertThat(tailnet.whois(PEER)).as(nonsense).isNotInstanceOf(Neighbour.Outsider.class);

      stop();
      Files.deleteIfExists(socket());
    }
  }

  @Test
  void a_refused_whois_lets_nobody_in() {
    var tailnet = tailnet(_ -> ScriptedDaemon.no(403, "whois access denied"));

    assertThat(tailnet.whois(PEER))
        .isEqualTo(
            new Neighbour.Unanswered(
                "tailscaled at %s: answers 403: whois access denied".formatted(socket())));
  }

  @Test
  void a_login_is_begun() {
    var tailnet = tailnet(_ -> ScriptedDaemon.no(204, ""));

    tailnet.beginLogin();

    assertThat(daemon.orElseThrow().asked()).containsExactly("POST login-interactive");
  }
}
