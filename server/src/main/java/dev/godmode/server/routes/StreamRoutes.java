package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.StreamChange;
import dev.godmode.protocol.api.Requests.StreamList;
import dev.godmode.protocol.task.StreamPolicy;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Lines of work: what waits in each, and how they share the fleet. */
public final class StreamRoutes {

  private static final String STREAMS = "/api/v1/streams";
  private static final String STREAM = STREAMS + "/{name}";

  /** How tasks that belong to no stream are named in a path. */
  private static final String NONE = "-";

  private static final Because NOT_SAID = new Because(Optional.empty());

  private final Orders orders;

  public StreamRoutes(Orders orders) {
    this.orders = orders;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(
                STREAMS, "Streams with queued or running tasks, or a policy of their own, by name")
            .needs(Scope.FLEET_READ)
            .answers(StreamList.class, _ -> new StreamList(orders.read(Kernel::streams).join())),
        Route.post(STREAM, "Set its share or its limit; \"-\" is for tasks of no stream")
            .needs(Scope.STREAMS_STEER)
            .takes(StreamChange.class)
            .answers(Done.class, this::set),
        Route.post(STREAM + "/pause", "Start nothing of it; what runs goes on")
            .needs(Scope.STREAMS_STEER)
            .takes(Because.class)
            .answers(Done.class, this::pause),
        Route.post(STREAM + "/resume", "Start its tasks again")
            .needs(Scope.STREAMS_STEER)
            .answers(
                Done.class,
                call -> change(call, "resumed", policy -> paused(policy, Optional.empty()))));
  }

  private Done set(Call call) {
    var change = call.body(StreamChange.class);
    if (change.weight().isEmpty() && change.maxRunning().isEmpty()) {
      throw Refusal.invalid("say what to set: weight, max_running (0 for no limit), or both");
    }
    return change(
        call,
        "set",
        policy ->
            new StreamPolicy(
                policy.stream(),
                change.weight().orElse(policy.weight()),
                change.maxRunning().isPresent()
                    ? change.maxRunning().filter(most -> most != 0)
                    : policy.maxRunning(),
                policy.paused()));
  }

  private Done pause(Call call) {
    var reason = call.bodyOr(Because.class, NOT_SAID).reason().orElse("by " + call.by());
    return change(call, "paused", policy -> paused(policy, Optional.of(reason)));
  }

  private static StreamPolicy paused(StreamPolicy policy, Optional<String> reason) {
    return new StreamPolicy(policy.stream(), policy.weight(), policy.maxRunning(), reason);
  }

  private Done change(Call call, String done, UnaryOperator<StreamPolicy> change) {
    var path = call.path("name");
    var name = path.equals(NONE) ? "" : path;
    var policy = orders.read(kernel -> kernel.fleet().stream(name)).join();
    orders.carryOut(call.cause(), new Command.SetStream(change.apply(policy)));
    return new Done("stream %s is %s".formatted(path, done));
  }
}
