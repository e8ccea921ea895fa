package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.cli.Finding.Rule;
import dev.godmode.client.ApiProblem;
import dev.godmode.client.GodModeClient;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.api.ControlView;
import dev.godmode.protocol.api.Daemons.ControlProcess;
import dev.godmode.protocol.api.Daemons.WorkerProcess;
import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.node.NodeState;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether control, its parts, this machine's worker and the fleet are well. */
final class FleetChecks {

  private static final Duration CLOCK_APART_MAX = Duration.ofSeconds(5);

  private final Home home;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();
  private Optional<World> world = Optional.empty();

  FleetChecks(Home home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
  }

  List<Finding> look() {
    home.control().ifPresentOrElse(this::lookAtControl, this::lookForControl);
    lookAtWorker();
    return List.copyOf(findings);
  }

  /** The fleet as it was seen by {@link #look}; empty when control did not tell. */
  Optional<World> world() {
    return world;
  }

  private void lookForControl() {
    if (Files.exists(home.folder().resolve("control/owner.token"))) {
      found(Rule.CONTROL_DOWN, "control", "control does not run", "./gmup");
    }
  }

  private void lookAtControl(ControlProcess control) {
    if (!control.version().equals(Main.VERSION)) {
      found(
          Rule.VERSION_APART,
          "control",
          "control runs %s, gm is %s".formatted(control.version(), Main.VERSION),
          "gm down && ./gmup");
    }
    try (var client = home.client()) {
      var health = client.health();
      lookAtHealth(health);
      if (!health.status().equals(ControlView.STANDBY)) {
        lookAtWorld(client);
      }
    } catch (Unreachable | ApiProblem e) {
      found(
          Rule.CONTROL_SILENT,
          control.api(),
          "process %d lives but does not answer: %s".formatted(control.pid(), e.getMessage()),
          "gm logs control; gm down && ./gmup starts it anew, and nothing is lost");
    }
  }

  private void lookAtHealth(Health health) {
    health.components().stream()
        .filter(component -> !component.ok())
        .forEach(
            component ->
                found(
                    Rule.COMPONENT_DOWN,
                    component.name(),
                    component.detail(),
                    "./gmup heals what it can; else gm logs control"));
  }

  private void lookAtWorld(GodModeClient client) {
    var asked = clock.instant();
    var seen = client.get(World.class, API + "/world");
    world = Optional.of(seen);
    var apart = Duration.between(seen.at(), asked).abs();
    if (apart.compareTo(CLOCK_APART_MAX) > 0) {
      found(
          Rule.CLOCK_APART,
          "clock",
          "this machine's clock and control's are %s apart".formatted(Words.duration(apart)),
          "let the system set its clock by network time, then gm down && ./gmup");
    }
    seen.stopped()
        .ifPresent(
            why ->
                found(Rule.FLEET_STOPPED, "fleet", "stopped: " + why, "gm resume lets it go on"));
    lookAtNodes(seen);
  }

  private void lookAtNodes(World seen) {
    var known = seen.nodes().stream().filter(node -> node.state() != NodeState.REMOVED).toList();
    if (known.stream().noneMatch(node -> node.state() == NodeState.READY)) {
      found(
          Rule.NODE_NONE,
          "fleet",
          "no node is ready, so no task can run",
          "./gmup starts this machine's worker; gm join-code adds another machine");
    }
    known.stream()
        .filter(node -> node.state() == NodeState.LOST)
        .forEach(
            node ->
                found(
                    Rule.NODE_LOST,
                    node.name(),
                    "the node was last heard of %s"
                        .formatted(
                            node.heardAt()
                                .map(at -> Words.ago(at, clock.instant()))
                                .orElse("before control started")),
                    "start it there with ./gmup, or: gm node remove " + node.name()));
  }

  private void lookAtWorker() {
    if (!home.hasIdentity()) {
      return;
    }
    var worker = home.worker();
    if (worker.filter(process -> process.state().equals("connected")).isEmpty()) {
      found(
          Rule.WORKER_DOWN,
          "worker",
          worker.map(FleetChecks::trouble).orElse("this machine's worker does not run"),
          "./gmup; its story: gm logs worker");
    }
  }

  private static String trouble(WorkerProcess process) {
    return "this machine's worker is %s%s"
        .formatted(process.state(), process.detail().isBlank() ? "" : ": " + process.detail());
  }

  private void found(Rule rule, String where, String why, String mend) {
    findings.add(Finding.of(rule, where, why, mend));
  }
}
