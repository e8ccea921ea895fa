package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.protocol.api.QueueView;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.BreakerList;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.Switch;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.BreakerViews;
import dev.godmode.server.view.Worlds;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The fleet as a whole: seeing it, stopping it, letting it go on. */
public final class FleetRoutes {

  private static final Because NOT_SAID = new Because(Optional.empty());

  private final Orders orders;
  private final Worlds worlds;

  public FleetRoutes(Orders orders, Worlds worlds) {
    this.orders = orders;
    this.worlds = worlds;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/world", "The whole fleet at one place of the journal")
            .needs(Scope.FLEET_READ)
            .answers(World.class, _ -> worlds.now()),
        Route.get("/api/v1/queue", "How much work there is; cheap to ask for")
            .needs(Scope.FLEET_READ)
            .answers(QueueView.class, _ -> orders.readAt(FleetRoutes::queue).join()),
        Route.get("/api/v1/agents", "The agents there are")
            .needs(Scope.FLEET_READ)
            .answers(AgentProfile[].class, _ -> agents()),
        Route.post("/api/v1/stop", "STOP: nothing new starts, what runs is stopped")
            .needs(Scope.FLEET_STOP)
            .takes(Because.class)
            .answers(Done.class, this::stop),
        Route.post("/api/v1/resume", "Go on after STOP")
            .needs(Scope.FLEET_STEER)
            .answers(
                Done.class,
                call -> {
                  orders.carryOut(call.cause(), new Command.ResumeFleet());
                  return new Done("the fleet goes on");
                }),
        Route.post("/api/v1/unfreeze", "Say that the nodes that fell silent at once are gone")
            .needs(Scope.FLEET_STEER)
            .answers(
                Done.class,
                call -> {
                  orders.carryOut(call.cause(), new Command.BelieveLosses());
                  return new Done("the silent nodes are taken for lost, and their work moves");
                }),
        Route.get("/api/v1/breakers", "Where nothing is placed, since work failed alike there")
            .needs(Scope.FLEET_READ)
            .answers(
                BreakerList.class, _ -> new BreakerList(orders.read(BreakerViews::all).join())),
        Route.post("/api/v1/breakers/{id}/close", "Say that what a breaker is open for is mended")
            .needs(Scope.FLEET_STEER)
            .takes(Because.class)
            .answers(Done.class, this::close),
        Route.get("/api/v1/autopilot", "The autopilot, and what it works on or is blocked by")
            .needs(Scope.FLEET_READ)
            .answers(World.Autopilot.class, _ -> worlds.autopilot()),
        Route.post("/api/v1/autopilot", "Whether tasks of the roadmap start by themselves")
            .needs(Scope.FLEET_STEER)
            .takes(Switch.class)
            .answers(Done.class, this::autopilot));
  }

  private static QueueView queue(Kernel kernel, long sequence) {
    return new QueueView(sequence, kernel.live(), kernel.queued(), kernel.running());
  }

  private AgentProfile[] agents() {
    return orders.read(kernel -> kernel.fleet().agents().values()).join().stream()
        .sorted(Comparator.comparing(AgentProfile::type))
        .toArray(AgentProfile[]::new);
  }

  private Done stop(Call call) {
    var reason = call.bodyOr(Because.class, NOT_SAID).reason().orElse("stopped by " + call.by());
    orders.carryOut(call.cause(), new Command.StopFleet(reason));
    return new Done("the fleet is stopped; 'gm resume' lets it go on");
  }

  private Done close(Call call) {
    var reason = call.bodyOr(Because.class, NOT_SAID).reason().orElse("mended, says " + call.by());
    orders.carryOut(call.cause(), new Command.CloseBreaker(call.path("id"), reason));
    return new Done("the breaker is closed, and what waited for it goes on");
  }

  private Done autopilot(Call call) {
    var on = call.body(Switch.class).on();
    orders.carryOut(call.cause(), new Command.SwitchAutopilot(on));
    return new Done(on ? "autopilot is on" : "autopilot is off");
  }
}
