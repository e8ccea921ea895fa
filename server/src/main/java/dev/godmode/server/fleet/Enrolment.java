package dev.godmode.server.fleet;

import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command.EnrolNode;
import dev.godmode.kernel.Command.IssueJoinCode;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.api.Requests.JoinOffer;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.stream.EnrolReply;
import dev.godmode.protocol.stream.EnrolRequest;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.identity.Authority;
import dev.godmode.server.identity.FailureLimit;
import dev.godmode.server.identity.Secrets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Lets machines into the fleet: hands out join codes, and signs the key of who brings one. */
public final class Enrolment {

  static final Duration CODE_LIFE = Duration.ofHours(1);

  private static final int WRONG_CODES_MAX = 20;
  private static final Duration WRONG_CODES_WINDOW = Duration.ofMinutes(1);

  /** Where randomness, time and names come from. */
  public record Sources(InstantSource clock, SecureRandom random, Supplier<String> ids) {}

  private final Engine engine;
  private final Authority authority;
  private final Supplier<List<String>> addresses;
  private final Sources sources;
  private final FailureLimit wrongCodes;

  /**
   * The fleet's door.
   *
   * @param addresses host:port of the fleet port, as other machines may dial it
   */
  public Enrolment(
      Engine engine, Authority authority, Supplier<List<String>> addresses, Sources sources) {
    this.engine = engine;
    this.authority = authority;
    this.addresses = addresses;
    this.sources = sources;
    this.wrongCodes = new FailureLimit(WRONG_CODES_MAX, WRONG_CODES_WINDOW, sources.clock());
  }

  /** A code that works once, within the hour. */
  public JoinOffer offer(String by) {
    var secret = Secrets.fresh(sources.random());
    var expires = sources.clock().instant().plus(CODE_LIFE);
    require(engine.submit(by, new IssueJoinCode(Secrets.sha256(secret), expires)).join());
    var code = new JoinCode(addresses.get(), authority.fingerprint(), secret).encode();
    return new JoinOffer(code, "./gmup --join " + code, expires);
  }

  /** Gives a machine its identity, in exchange for a join code's secret. */
  public EnrolReply enrol(EnrolRequest request) {
    wrongCodes
        .pause()
        .ifPresent(
            pause -> {
              throw Refusal.tooMany("too many wrong join codes; try again later", pause);
            });
    var node = new NodeId(sources.ids().get());
    var signed =
        authority
            .sign(node, request.certificateRequest())
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "the certificate request must be PKCS#10 in PEM, signed by its own EC or"
                            + " Ed25519 key"));
    var command =
        new EnrolNode(
            node, request.hostName(), signed.fingerprint(), Secrets.sha256(request.secret()));
    var reply = engine.submit("node:" + request.hostName(), command).join();
    if (reply instanceof Reply.Refused) {
      wrongCodes.failed();
    }
    require(reply);
    var name = engine.read(kernel -> kernel.node(node).map(Node::name)).join();
    return new EnrolReply(
        node, name.orElse(node.value()), signed.pem(), authority.certificatePem());
  }

  private static void require(Reply reply) {
    if (reply instanceof Reply.Refused refused) {
      throw Refusal.of(refused);
    }
  }
}
