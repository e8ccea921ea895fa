package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.kernel.Command;
import dev.godmode.protocol.api.AgentView;
import dev.godmode.protocol.api.Requests.AgentMove;
import dev.godmode.protocol.api.Requests.AgentStart;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.LiveAgentList;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.AgentViews;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Persistent agents: those that live, and what people ask of them. */
public final class AgentRoutes {

  private static final String LIVE = "/api/v1/agents/live";
  private static final String ONE = LIVE + "/{name}";
  private static final Because NOT_SAID = new Because(Optional.empty());

  private final Orders orders;
  private final Supplier<String> ids;

  public AgentRoutes(Orders orders, Supplier<String> ids) {
    this.orders = orders;
    this.ids = ids;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(LIVE, "Persistent agents, by name")
            .needs(Scope.FLEET_READ)
            .answers(LiveAgentList.class, _ -> new LiveAgentList(all())),
        Route.get(ONE, "One persistent agent")
            .needs(Scope.FLEET_READ)
            .answers(AgentView.class, this::one),
        Route.post(LIVE, "Start one, or one that was stopped")
            .needs(Scope.AGENTS_STEER)
            .takes(AgentStart.class)
            .answers(Done.class, this::start),
        steer("stop", "End it; it stays so until it is started", Command.StopAgent::new),
        steer(
            "restart",
            "End it and start it again; one that waits for a person goes on",
            Command.RestartAgent::new),
        Route.post(ONE + "/move", "Let it live on another node from now on")
            .needs(Scope.AGENTS_STEER)
            .takes(AgentMove.class)
            .answers(Done.class, this::move));
  }

  private Route steer(String verb, String summary, BiFunction<String, String, Command> command) {
    return Route.post(ONE + "/" + verb, summary)
        .needs(Scope.AGENTS_STEER)
        .takes(Because.class)
        .answers(
            Done.class,
            call -> {
              var name = call.path("name");
              var reason = call.bodyOr(Because.class, NOT_SAID).reason();
              orders.carryOut(
                  call.cause(), command.apply(name, reason.orElse(verb + " by " + call.by())));
              return new Done("%s: %s".formatted(name, verb));
            });
  }

  private List<AgentView> all() {
    return orders.read(AgentViews::all).join();
  }

  private AgentView one(Call call) {
    var name = call.path("name");
    var agents = all();
    return agents.stream()
        .filter(agent -> agent.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "there is no persistent agent '%s'%s; gm agents lists them"
                        .formatted(
                            name,
                            Spelling.hint(name, agents.stream().map(AgentView::name).toList()))));
  }

  private Done start(Call call) {
    var wanted = call.body(AgentStart.class);
    var name = wanted.name().orElse(wanted.type());
    orders.carryOut(
        call.cause(),
        new Command.StartAgent(new TaskId(ids.get()), name, wanted.type(), wanted.node()));
    return new Done("%s is started, and kept running".formatted(name));
  }

  private Done move(Call call) {
    var name = call.path("name");
    var node = call.body(AgentMove.class).node();
    orders.carryOut(call.cause(), new Command.MoveAgent(name, node));
    return new Done(
        "%s lives on %s from now on; what it kept in its folder stays where it was"
            .formatted(name, node));
  }
}
