package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.serving.ServerDesk;
import dev.godmode.protocol.api.ModelViews.ServingView;
import dev.godmode.protocol.api.Requests.ScalingList;
import dev.godmode.protocol.api.ScalingView;
import dev.godmode.protocol.text.Quantities;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How many of a type of agent there may be at once, and what would be decided if. */
public final class ScalingRoutes {

  private static final String SCALING = "/api/v1/scaling";
  private static final long QUEUE_MAX = 100_000_000;

  private final Orders orders;
  private final InstantSource clock;
  private final ServerDesk servers;

  public ScalingRoutes(Orders orders, InstantSource clock, ServerDesk servers) {
    this.orders = orders;
    this.clock = clock;
    this.servers = servers;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(SCALING, "Types of agents that are scaled by a rule, by name")
            .needs(Scope.FLEET_READ)
            .answers(ScalingList.class, _ -> new ScalingList(all(clock.instant()))),
        Route.get(
                SCALING + "/{type}",
                "What is decided for a type now, or would be; nothing is changed")
            .needs(Scope.FLEET_READ)
            .query("queue", long.class, "as if so many tasks were queued, or calls there were")
            .query("wait", String.class, "as if the oldest had waited so long, for example 90s")
            .answers(ScalingView.class, this::rehearse));
  }

  private List<ScalingView> all(Instant now) {
    return Stream.concat(
            orders.read(kernel -> kernel.scaling(now)).join().stream(),
            servers.views().stream().map(ServingView::scaling))
        .sorted(Comparator.comparing(ScalingView::type))
        .toList();
  }

  private ScalingView rehearse(Call call) {
    var type = call.path("type");
    var now = clock.instant();
    var queued = call.query("queue").map(_ -> (int) call.number("queue", 0, 0, QUEUE_MAX));
    var wait = call.query("wait").map(ScalingRoutes::wait);
    return orders
        .read(kernel -> kernel.rehearseScaling(now, type, queued, wait))
        .join()
        .or(() -> servers.rehearse(type, queued))
        .orElseThrow(() -> none(type, now));
  }

  private static Duration wait(String text) {
    try {
      return Quantities.duration(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("wait: " + e.getMessage());
    }
  }

  private Refusal none(String type, Instant now) {
    var scaled = all(now).stream().map(ScalingView::type).toList();
    return Refusal.notFound(
        "agent '%s' is not scaled%s: give agents/%s.yaml a scaling rule"
            .formatted(type, Spelling.hint(type, scaled), type));
  }
}
