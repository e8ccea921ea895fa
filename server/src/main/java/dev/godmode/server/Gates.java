package dev.godmode.server;

import dev.godmode.server.http.Basis;
import dev.godmode.server.http.Gate;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.Routing;
import dev.godmode.server.identity.Admission;
import dev.godmode.server.identity.Credentials;
import dev.godmode.server.identity.Gatekeeper;
import dev.godmode.server.identity.People;
import dev.godmode.server.network.Introduced;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each port serves, behind its doorstep and its gate, under its own names. */
final class Gates {

  private final HttpServer.Parts parts;
  private final People people;
  private final Basis basis;

  Gates(HttpServer.Parts parts, Orders orders) {
    var control = parts.control();
    this.parts = parts;
    this.people = People.of(orders, control.policy()::policy, control.roll()::roll);
    this.basis = Basis.of(control.policy()::policy);
  }

  Ports.Served of(ServerSettings settings, List<Route> forPeople, List<Route> forWorkers) {
    var doorsteps = parts.identity().doorsteps();
    var tailnet = settings.tailnet();
    return new Ports.Served(
        people(forPeople, HostNames.ofBrowsers(settings.names())),
        tailnet.people().isEmpty()
            ? Optional.empty()
            : Optional.of(
                people(forPeople, HostNames.onTailnet(settings)).behind(doorsteps.people())),
        tailnet.servePort().isEmpty()
            ? Optional.empty()
            : Optional.of(
                people(forPeople, HostNames.behindServe(settings)).behind(doorsteps.serve())),
        workers(forWorkers).behind(doorsteps.fleet()));
  }

  /** Whose a credential is that was shown to a replica of the gateway. */
  Admission whose(String shown) {
    return keeper(Set.of(ServerSettings.LOOPBACK))
        .identify(
            new Credentials(
                Optional.of(ServerSettings.LOOPBACK),
                Optional.empty(),
                Optional.of(shown),
                Optional.empty(),
                true,
                Introduced.Unasked::new));
  }

  private Gatekeeper keeper(Set<String> names) {
    return new Gatekeeper(
        parts.identity().token(),
        parts.identity().sessions(),
        people,
        parts.control().credentials()::check,
        names);
  }

  private Routing people(List<Route> routes, Set<String> names) {
    var keeper = keeper(names);
    return new Routing(Gate.of(keeper), parts.control().denials()::note, routes).on(basis);
  }

  private Routing workers(List<Route> routes) {
    return new Routing(
            Gate.ofFleet(parts.control().credentials(), parts.identity().replicas()),
            parts.control().denials()::note,
            routes)
        .on(basis);
  }
}
