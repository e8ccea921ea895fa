package dev.godmode.server.routes;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.Roll;
import dev.godmode.control.access.Scope;
import dev.godmode.control.access.export.KubernetesExport;
import dev.godmode.control.access.export.PostgresExport;
import dev.godmode.control.access.export.TailscaleExport;
import dev.godmode.protocol.api.TailnetView;
import dev.godmode.protocol.api.Trust.PolicyExport;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What the policy says, in the languages of the systems around. */
public final class ExportRoutes {

  private static final List<String> SYSTEMS = List.of("tailscale", "postgres", "kubernetes");

  private final Supplier<Policy> policy;
  private final Supplier<Roll> roll;
  private final Supplier<TailnetView> tailnet;
  private final IntSupplier fleetPort;

  public ExportRoutes(
      Supplier<Policy> policy,
      Supplier<Roll> roll,
      Supplier<TailnetView> tailnet,
      IntSupplier fleetPort) {
    this.policy = policy;
    this.roll = roll;
    this.tailnet = tailnet;
    this.fleetPort = fleetPort;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/policy/export", "The policy as another system wants it")
            .needs(Scope.POLICY_READ)
            .query("to", String.class, "tailscale, postgres or kubernetes")
            .answers(PolicyExport.class, this::export));
  }

  private PolicyExport export(Call call) {
    var to = call.query("to").orElse("");
    return new PolicyExport(
        to,
        switch (to) {
          case "tailscale" -> TailscaleExport.of(policy.get(), roll.get(), machines());
          case "postgres" -> PostgresExport.of(policy.get());
          case "kubernetes" -> KubernetesExport.of(policy.get(), fleetPort.getAsInt());
          default ->
              throw Refusal.invalid(
                  "there is no export to '%s'%s; there is %s"
                      .formatted(to, Spelling.hint(to, SYSTEMS), String.join(", ", SYSTEMS)));
        });
  }

  private TailscaleExport.Machines machines() {
    var view = tailnet.get();
    if (!view.connected() || view.addresses().isEmpty()) {
      throw Refusal.conflict("control is not on the tailnet: " + view.detail());
    }
    var nodes = new TreeMap<String, String>();
    view.nodes().stream()
        .filter(link -> link.machine().isPresent())
        .forEach(link -> nodes.put(link.name(), link.address()));
    var people =
        view.people().stream()
            .map(address -> URI.create(address).getPort())
            .findFirst()
            .orElse(TailscaleExport.SERVED_PORT);
    return new TailscaleExport.Machines(
        view.addresses().getFirst(), fleetPort.getAsInt(), people, nodes);
  }
}
