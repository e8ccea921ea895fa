package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.protocol.api.NodeView;
import dev.godmode.protocol.api.Requests.Allow;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.Drain;
import dev.godmode.protocol.api.Requests.JoinOffer;
import dev.godmode.protocol.api.Requests.NodeList;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.fleet.Enrolment;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.NodeFinder;
import dev.godmode.server.view.NodeViews;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looking at nodes, steering them, and inviting new ones. */
public final class NodeRoutes {

  private static final String NODES = "/api/v1/nodes";
  private static final String NODE = NODES + "/{id}";
  private static final Duration DRAIN_WITHIN = Duration.ofMinutes(10);
  private static final Because NOT_SAID = new Because(Optional.empty());

  private final Orders orders;
  private final Enrolment enrolment;
  private final NodeViews views;
  private final NodeFinder finder;
  private final InstantSource clock;

  public NodeRoutes(Orders orders, Enrolment enrolment, NodeViews views, InstantSource clock) {
    this.orders = orders;
    this.views = views;
    this.finder = new NodeFinder(orders);
    this.enrolment = enrolment;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(NODES, "The nodes of the fleet, by name")
            .needs(Scope.NODES_READ)
            .answers(NodeList.class, _ -> new NodeList(nodes())),
        Route.post(NODE + "/cordon", "Give it no new work; the id may be a name")
            .needs(Scope.NODES_STEER)
            .takes(Because.class)
            .answers(Done.class, this::cordon),
        Route.post(NODE + "/uncordon", "Give it work again")
            .needs(Scope.NODES_STEER)
            .takes(Because.class)
            .answers(Done.class, this::uncordon),
        Route.post(NODE + "/allow", "Let it run only these agents, or any; what runs goes on")
            .needs(Scope.NODES_STEER)
            .takes(Allow.class)
            .answers(Done.class, this::allow),
        Route.post(NODE + "/drain", "Give it no new work, and stop what runs there in the end")
            .needs(Scope.NODES_STEER)
            .takes(Drain.class)
            .answers(Done.class, this::drain),
        Route.delete(NODE, "Remove it from the fleet; its work moves")
            .needs(Scope.NODES_REMOVE)
            .answers(Done.class, this::remove),
        Route.post("/api/v1/join-codes", "A code by which one machine may join")
            .needs(Scope.NODES_ADMIT)
            .creates(JoinOffer.class, call -> enrolment.offer(call.cause())));
  }

  private List<NodeView> nodes() {
    return orders.read((Kernel kernel) -> views.all(kernel)).join();
  }

  private Done cordon(Call call) {
    var node = finder.node(call.path("id"));
    var reason = call.bodyOr(Because.class, NOT_SAID).reason().orElse("by " + call.by());
    orders.carryOut(call.cause(), new Command.CordonNode(node.id(), reason));
    return new Done("%s takes no new work".formatted(node.name()));
  }

  private Done uncordon(Call call) {
    var node = finder.node(call.path("id"));
    orders.carryOut(call.cause(), new Command.UncordonNode(node.id()));
    return new Done("%s takes work again".formatted(node.name()));
  }

  private Done allow(Call call) {
    var node = finder.node(call.path("id"));
    var agents = call.body(Allow.class).agents();
    var known =
        orders.read((Kernel kernel) -> new TreeSet<>(kernel.fleet().agents().keySet())).join();
    known.add(AgentProfile.SHELL);
    orders.carryOut(call.cause(), new Command.AllowAgents(node.id(), agents));
    return new Done(
        agents
            .map(
                types ->
                    types.isEmpty()
                        ? "%s runs no agent any more".formatted(node.name())
                        : "%s runs only %s%s"
                            .formatted(
                                node.name(),
                                String.join(", ", new TreeSet<>(types)),
                                unknown(types, known)))
            .orElse("%s runs any agent".formatted(node.name())));
  }

  /** An agent may be added later, so this is a hint and no refusal. */
  private static String unknown(Set<String> types, Set<String> known) {
    return types.stream()
        .filter(type -> !known.contains(type))
        .sorted()
        .map(type -> "; there is no agent '%s' yet%s".formatted(type, Spelling.hint(type, known)))
        .collect(Collectors.joining());
  }

  private Done drain(Call call) {
    var node = finder.node(call.path("id"));
    var plan = call.bodyOr(Drain.class, new Drain(Optional.empty(), Optional.empty()));
    var within = plan.within().orElse(DRAIN_WITHIN);
    var handOver = plan.handOver().orElse(false);
    if (within.isNegative()) {
      throw Refusal.invalid("'within' must not be negative, was " + within);
    }
    var deadline = clock.instant().plus(within);
    orders.carryOut(call.cause(), new Command.DrainNode(node.id(), deadline, handOver));
    return new Done(
        "%s drains until %s%s"
            .formatted(node.name(), deadline, handOver ? ", and hands its work over" : ""));
  }

  private Done remove(Call call) {
    var node = finder.node(call.path("id"));
    orders.carryOut(call.cause(), new Command.RemoveNode(node.id(), "removed by " + call.by()));
    return new Done("%s was removed".formatted(node.name()));
  }
}
