package dev.godmode.server.routes;

import dev.godmode.protocol.api.ControlView;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Route;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Whether control lives and works; open to all, and silent about everything else. */
public final class HealthRoutes {

  private static final String TEXT = "text/plain";

  private final Supplier<Health> health;

  public HealthRoutes(Supplier<Health> health) {
    this.health = health;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/health", "Each component; 503 when control is not well")
            .open()
            .answers(Health.class, this::health),
        Route.get("/livez", "The process answers").open().writes(TEXT, call -> say(call, "alive")),
        Route.get("/readyz", "Requests would be carried out; 503 when not")
            .open()
            .writes(TEXT, this::ready));
  }

  private Health health(Call call) {
    var now = health.get();
    if (!isWell(now)) {
      call.fail(Status.SERVICE_UNAVAILABLE_503);
    }
    return now;
  }

  private void ready(Call call) {
    var now = health.get();
    if (isWell(now) && !now.status().equals(ControlView.STANDBY)) {
      say(call, "ready");
    } else {
      call.fail(Status.SERVICE_UNAVAILABLE_503);
      say(call, "not ready; /health says why");
    }
  }

  private static boolean isWell(Health health) {
    return !health.status().equals(Health.DEGRADED);
  }

  private static void say(Call call, String word) {
    call.send(TEXT, (word + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
