package dev.godmode.server;

import dev.godmode.control.engine.JournaledEngine;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.server.memory.ControlMemory;
import dev.godmode.server.network.TailnetWatch;
import dev.godmode.server.outlet.Outlets;
import java.util.ArrayList;
import java.util.List;

/** How control is, part by part. */
final class ControlHealth {

  private ControlHealth() {}

  static Health of(
      String version,
      JournaledEngine engine,
      Foundation foundation,
      TailnetWatch tailnet,
      Outlets outlets,
      ControlMemory memory) {
    var database = foundation.store().isAlive();
    var trouble = engine.trouble();
    var components = new ArrayList<Component>();
    components.add(
        new Component(
            "database", database, database ? "answers" : "does not answer" + healer(foundation)));
    components.add(
        new Component(
            "journal",
            trouble.isEmpty(),
            trouble
                .map(why -> "holds what is decided, nothing is lost: " + why)
                .orElseGet(() -> "at entry " + engine.committed())));
    foundation.tenure().map(Tenure::component).ifPresent(components::add);
    tailnet.component().ifPresent(components::add);
    tailnet.people().ifPresent(components::add);
    var well = components.stream().allMatch(Component::ok);
    components.addAll(outlets.components()); // told later: control is well without them
    components.addAll(memory.components()); // as it is without graph and vectors
    return new Health(
        well ? "ok" : Health.DEGRADED,
        version,
        components,
        foundation.tenure().map(Tenure::views).orElse(List.of()));
  }

  private static String healer(Foundation foundation) {
    return foundation.postgres().isPresent()
        ? "; it is started again"
        : "; control tries again until it does";
  }
}
