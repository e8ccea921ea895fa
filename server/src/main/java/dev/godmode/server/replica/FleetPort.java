package dev.godmode.server.replica;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.GodModeClient;
import dev.godmode.client.Unreachable;
import dev.godmode.client.tls.PinnedTrust;
import dev.godmode.control.inference.replica.ControlLine;
import dev.godmode.protocol.api.ReplicaViews;
import dev.godmode.protocol.api.ReplicaViews.Admittance;
import dev.godmode.protocol.api.ReplicaViews.Awaited;
import dev.godmode.protocol.api.ReplicaViews.CallAnswer;
import dev.godmode.protocol.api.ReplicaViews.KeyFound;
import dev.godmode.protocol.api.ReplicaViews.KeyWanted;
import dev.godmode.protocol.api.ReplicaViews.ReplicaOrders;
import dev.godmode.protocol.api.ReplicaViews.ReplicaReport;
import dev.godmode.protocol.api.ReplicaViews.ShownCredential;
import dev.godmode.protocol.api.ReplicaViews.WaitFor;
import dev.godmode.protocol.inference.CallLine;
import dev.godmode.protocol.inference.ModelFault;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.stream.StreamProtocol;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Control by its fleet port, at whichever of the code's addresses it answers: one that does not, or
 * that stands by for another, is left for the next.
 */
final class FleetPort implements ControlLine, AutoCloseable {

  /** Shorter than whoever asks a replica would wait; what is long has its own. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What a control answers that stands by for another: it does not know these routes. */
  private static final Set<Integer> STANDS_BY = Set.of(404, 503);

  private final String replica;
  private final String secret;
  private final List<GodModeClient> clients;
  private final List<URI> addresses;
  private volatile int current;

  /**
   * Control as the code says.
   *
   * @param replica an id of this process alone
   */
  FleetPort(JoinCode code, SSLContext trust, String replica) {
    this.replica = replica;
    this.secret = code.secret();
    this.addresses =
        code.addresses().stream().map(address -> URI.create("https://" + address)).toList();
    this.clients =
        addresses.stream()
            .map(
                address ->
                    new GodModeClient(address, () -> Optional.of(secret), Optional.of(trust)))
            .toList();
  }

  /** Trusts the control that made the code, and nobody else. */
  static SSLContext trust(JoinCode code) {
    return new PinnedTrust(code.fingerprint(), StreamProtocol.CONTROL_NAME).context();
  }

  /** Where control answers, as far as is known. */
  URI address() {
    return addresses.get(current);
  }

  /** What a replica shows. */
  String secret() {
    return secret;
  }

  @Override
  public ReplicaOrders report(ReplicaReport report) {
    return ask(client -> client.post(ReplicaOrders.class, own("/reports"), report, PATIENCE));
  }

  @Override
  public Admittance admit(String credential) {
    return ask(
        client ->
            client.post(
                Admittance.class, path("/admissions"), new ShownCredential(credential), PATIENCE));
  }

  @Override
  public Optional<ModelFault> begin(CallLine call) {
    return ask(client -> client.post(CallAnswer.class, own("/calls"), call, PATIENCE)).refused();
  }

  @Override
  public KeyFound key(String name) {
    return ask(client -> client.post(KeyFound.class, path("/keys"), new KeyWanted(name), PATIENCE));
  }

  @Override
  public Awaited await(String model, Duration within) {
    return ask(
        client ->
            client.post(
                Awaited.class, path("/waits"), new WaitFor(model, within), within.plus(PATIENCE)));
  }

  private static String path(String what) {
    return ReplicaViews.PATH + what;
  }

  private String own(String what) {
    return path("/replicas/" + replica + what);
  }

  private <T> T ask(Function<GodModeClient, T> question) {
    var asked = current;
    try {
      return question.apply(clients.get(asked));
    } catch (Unreachable e) {
      leave(asked);
      throw new Away("control does not answer at " + addresses.get(asked).getAuthority(), e);
    } catch (ApiProblem e) {
      if (STANDS_BY.contains(e.problem().status())) {
        leave(asked);
      }
      throw new Away(e.problem().detail(), e);
    }
  }

  private void leave(int asked) {
    current = (asked + 1) % addresses.size();
  }

  @Override
  public void close() {
    clients.forEach(GodModeClient::close);
  }
}
