package dev.godmode.server;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.testkit.model.ScriptedModels;
import dev.godmode.worker.identity.Enrolment;
import dev.godmode.worker.identity.Enrolment.JoinRefused;
import dev.godmode.worker.identity.NodeIdentity;
import dev.godmode.worker.service.ModelAddresses;
import dev.godmode.worker.service.OwnServers;
import dev.godmode.worker.service.Services;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** A node in the fleet of a control, with a worker's own part that offers servers of models. */
final class OfferingNode implements AutoCloseable {

  final NodeId id;
  private final String provider;
  private final ServedControl control;
  private final Services services;

  private OfferingNode(
      ServedControl control, NodeIdentity identity, String provider, Services services) {
    this.control = control;
    this.id = identity.facts().node();
    this.provider = provider;
    this.services = services;
  }

  /** Joins, offers these models, and waits until control has them. */
  static OfferingNode join(ServedControl control, Path home, ScriptedModels models) {
    return join(
        control,
        home,
        ModelAddresses.of(Optional.of(models.url())),
        new OwnServers(),
        "models-" + URI.create(models.url()).getPort());
  }

  /** The same with a server that an attempt of it runs, and nothing that it would look for. */
  static OfferingNode join(ServedControl control, Path home, OwnServers own, String service) {
    return join(control, home, new ModelAddresses(List.of()), own, service);
  }

  private static OfferingNode join(
      ServedControl control, Path home, ModelAddresses addresses, OwnServers own, String service) {
    try {
      Files.createDirectories(home);
      var identity = new Enrolment(home).join(control.joinCode(), "forge");
      var services =
          new Services(
              addresses,
              own,
              identity.tls(),
              () -> identity.facts().addresses().stream().findFirst());
      var node =
          new OfferingNode(control, identity, identity.facts().name() + "/" + service, services);
      services.begin();
      node.await("up");
      return node;
    } catch (JoinRefused | IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it offers is called so. */
  String provider() {
    return provider;
  }

  /** Until its provider is in that state. */
  void await(String state) {
    while (control.models.providers().all().stream()
        .noneMatch(
            one ->
                one.provider().name().equals(provider)
                    && one.pulse().name().equalsIgnoreCase(state))) {
      Thread.onSpinWait();
    }
  }

  /** It offers nothing any more, as when its worker ends. */
  @Override
  public void close() {
    services.close();
  }
}
