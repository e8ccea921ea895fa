package dev.godmode.adapters.tailscale;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.control.tailnet.Standing.Lock;
import dev.godmode.control.tailnet.Tailnet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The tailnet that this machine's tailscaled is on. */
public final class LocalTailnet implements Tailnet {

  private static final System.Logger LOG = System.getLogger(LocalTailnet.class.getName());

  /** Where tailscaled listens: Linux, macOS from Homebrew, a daemon of one's own. */
  private static final List<Path> SOCKETS =
      List.of(Path.of("/var/run/tailscale/tailscaled.sock"), Path.of("/var/run/tailscaled.socket"));

  private static final int NO_MATCH = 404;

  private final Path socket;
  private final LocalApi api;

  /**
   * The tailnet behind a socket.
   *
   * @param socket empty: where tailscaled usually has it
   */
  public LocalTailnet(Optional<Path> socket) {
    this(socket.orElseGet(LocalTailnet::usual), LocalApi.PATIENCE);
  }

  LocalTailnet(Path socket, Duration patience) {
    this.socket = socket;
    this.api = new LocalApi(socket, patience);
  }

  private static Path usual() {
    return SOCKETS.stream().filter(Files::exists).findFirst().orElse(SOCKETS.getFirst());
  }

  @Override
  public Standing standing() {
    try {
      return StatusDocument.standing(api.ask("GET", "status").document(), lock());
    } catch (IOException e) {
      return new Standing.Absent(trouble(e));
    } catch (RuntimeException e) { // a document of another shape than any version's
      LOG.log(System.Logger.Level.WARNING, "status not understood", e);
      return new Standing.Absent(
          "tailscaled at %s answers what God Mode does not understand".formatted(socket));
    }
  }

  /** Not every build of tailscaled knows the lock. */
  private Lock lock() {
    try {
      var lock = api.ask("GET", "tka/status").document();
      if (!lock.path("Enabled").asBoolean(false)) {
        return Lock.OFF;
      }
      return lock.path("NodeKeySigned").asBoolean(false) ? Lock.SIGNED : Lock.UNSIGNED;
    } catch (IOException e) {
      return Lock.UNKNOWN;
    }
  }

  @Override
  public Neighbour whois(InetSocketAddress peer) {
    var address = peer.getAddress().getHostAddress().replaceFirst("%.*", "");
    var place = address.contains(":") ? "[" + address + "]" : address;
    var query = URLEncoder.encode(place + ":" + peer.getPort(), StandardCharsets.UTF_8);
    try {
      var answer = api.ask("GET", "whois?proto=tcp&addr=" + query);
      return answer.status() == NO_MATCH ? new Neighbour.Outsider() : neighbour(answer.document());
    } catch (IOException e) {
      return new Neighbour.Unanswered(trouble(e));
    }
  }

  /** A key that ran out is a machine's that was on it. */
  private static Neighbour neighbour(JsonNode who) {
    return who.path("Node").path("Expired").asBoolean(false)
        ? new Neighbour.Outsider()
        : member(who);
  }

  /** A tagged machine is nobody's, though the document names a person for it. */
  private static Neighbour member(JsonNode who) {
    var node = who.path("Node");
    Set<String> tags =
        node.path("Tags").valueStream().map(JsonNode::stringValue).collect(Collectors.toSet());
    return new Neighbour.Member(
        StatusDocument.text(node, "Name")
            .or(() -> StatusDocument.text(node, "ComputedName"))
            .orElse("")
            .replaceFirst("\\.$", ""),
        StatusDocument.text(who.path("UserProfile"), "LoginName").filter(_ -> tags.isEmpty()),
        tags);
  }

  @Override
  public void beginLogin() {
    try {
      var answer = api.ask("POST", "login-interactive");
      LOG.log(System.Logger.Level.INFO, "login begun status={0}", answer.status());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.INFO, "login not begun: " + e.getMessage());
    }
  }

  private String trouble(IOException fault) {
    return Files.exists(socket)
        ? "tailscaled at %s: %s".formatted(socket, fault.getMessage())
        : "there is no tailscaled: nothing at %s".formatted(socket);
  }
}
