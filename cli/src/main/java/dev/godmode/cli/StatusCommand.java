package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.BreakerView;
import dev.godmode.protocol.api.ControlView;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.api.NodeView;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.node.Freeze;
import dev.godmode.protocol.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether all is well on this machine. */
@Command(name = "status", description = "Say whether God Mode is well here; exit 0 when it is.")
final class StatusCommand implements Callable<Integer> {

  /** The document of {@code gm status --json}. */
  record Report(
      boolean healthy,
      List<Component> components,
      Optional<String> stopped,
      Optional<World.Autopilot> autopilot,
      Optional<Freeze> freeze,
      List<BreakerView> breakers,
      Map<TaskState, Long> tasks,
      Map<String, Long> nodes,
      List<ControlView> controls,
      Optional<String> hud) {}

  @Mixin Common common = new Common();

  @Override
  public Integer call() {
    var report = look(common.home);
    common.answer(report, words(report));
    return report.healthy() ? Exit.OK : Exit.FAILED;
  }

  /** The home's own control and worker; of a control elsewhere, what that one says of itself. */
  static Report look(Home home) {
    var components = new ArrayList<Component>();
    var control = home.control();
    var reached = home.elsewhere().isPresent() || control.isPresent();
    components.add(new Component("control", reached, whereControlIs(home, control)));
    Optional<World> world = Optional.empty();
    List<ControlView> controls = List.of();
    if (reached) {
      try (var client = home.client()) {
        var health = client.health();
        components.addAll(health.components());
        controls = health.controls();
        world = world(client);
      }
    }
    var worker = home.worker();
    if (worker.isPresent() || home.hasIdentity()) {
      var connected = worker.filter(process -> process.state().equals("connected"));
      components.add(
          new Component(
              "worker",
              connected.isPresent(),
              worker
                  .map(
                      process ->
                          "pid %d, %s%s"
                              .formatted(
                                  process.pid(),
                                  process.state(),
                                  process.name().map(name -> " as " + name).orElse("")))
                  .orElse("not running: ./gmup")));
    }
    return new Report(
        components.stream().allMatch(Component::ok),
        components,
        world.flatMap(World::stopped),
        world.map(World::autopilot),
        world.flatMap(World::freeze),
        world.map(World::breakers).orElse(List.of()),
        world.map(World::tasks).orElse(Map.of()),
        world.map(StatusCommand::nodes).orElse(Map.of()),
        controls,
        home.elsewhere().isPresent() ? Optional.empty() : control.map(ControlProcess::hud));
  }

  private static String whereControlIs(Home home, Optional<ControlProcess> control) {
    return home.elsewhere()
        .or(() -> control.map(process -> "pid %d, %s".formatted(process.pid(), process.api())))
        .orElse("not running: ./gmup");
  }

  /** Empty while control cannot answer: its components tell why. */
  private static Optional<World> world(GodModeClient client) {
    try {
      return Optional.of(client.get(World.class, API + "/world"));
    } catch (ApiProblem e) {
      if (e.problem().status() != 503) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Map<String, Long> nodes(World world) {
    return world.nodes().stream()
        .map(NodeView::state)
        .collect(Collectors.groupingBy(Paint::word, Collectors.counting()));
  }

  private String words(Report report) {
    var paint = common.paint;
    var text = new StringBuilder();
    for (var component : report.components()) {
      text.append(component.ok() ? paint.good("● ") : paint.bad("✕ "))
          .append("%-10s".formatted(component.name()))
          .append(component.detail())
          .append('\n');
    }
    report.controls().forEach(one -> text.append(Standbys.line(paint, one)));
    report
        .stopped()
        .ifPresent(
            why -> text.append(paint.bad("■ STOPPED  ")).append(why).append("; gm resume\n"));
    report
        .freeze()
        .ifPresent(
            freeze ->
                text.append(paint.bad("▲ FROZEN   "))
                    .append(
                        "%d of %d nodes fell silent at once: control may have lost its network, so nothing moves; are they gone? gm fleet unfreeze%n"
                            .formatted(freeze.silent(), freeze.of())));
    report
        .breakers()
        .forEach(
            open ->
                text.append(paint.warn("▲ BREAKER  "))
                    .append(
                        "%s is open for %s: %s; gm breakers%n"
                            .formatted(open.breaker(), open.about(), open.reason())));
    report
        .autopilot()
        .ifPresent(
            pill ->
                text.append("  autopilot ")
                    .append(pill.state())
                    .append(pill.task().map(name -> ": " + name).orElse(""))
                    .append('\n'));
    if (!report.tasks().isEmpty()) {
      text.append("  tasks     ")
          .append(
              report.tasks().entrySet().stream()
                  .filter(entry -> entry.getValue() > 0)
                  .map(entry -> entry.getValue() + " " + Paint.word(entry.getKey()))
                  .collect(Collectors.joining(", ")))
          .append("\n  nodes     ")
          .append(
              report.nodes().entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey())
                  .collect(Collectors.joining(", ")))
          .append('\n');
    }
    report
        .hud()
        .ifPresent(
            hud -> text.append("  hud       ").append(hud).append("  (gm login prints a link)\n"));
    return text.toString();
  }
}
