package dev.godmode.control.serving;

import dev.godmode.control.serving.Server.Course;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.scaling.Scale;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.After;
import dev.godmode.kernel.task.TaskPhase.Ended;
import dev.godmode.kernel.task.TaskPhase.Held;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.kernel.task.TaskPhase.Stranded;
import dev.godmode.kernel.task.TaskPhase.Until;
import dev.godmode.kernel.task.TaskPhase.Waiting;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Lifecycle.Serving;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The servers of one type, as the kernel knows them at a moment.
 *
 * @param scale how many were decided last; empty before the first decision
 * @param blind why the calls under way cannot be told, or nothing may be decided
 * @param servers by their numbers
 */
record ServerGroup(
    String type,
    Serving terms,
    Optional<Scale> scale,
    Optional<String> blind,
    List<Server> servers) {

  ServerGroup {
    servers = List.copyOf(servers);
  }

  /** How many there are to be. */
  int desired() {
    return scale.map(Scale::desired).orElse(terms.rule().min());
  }

  /** All types whose program is a server of models, by name. */
  static List<ServerGroup> all(Kernel kernel) {
    return kernel.fleet().agents().values().stream()
        .filter(profile -> profile.lifecycle() instanceof Serving)
        .sorted(Comparator.comparing(AgentProfile::type))
        .map(profile -> of(kernel, profile.type(), (Serving) profile.lifecycle()))
        .toList();
  }

  private static ServerGroup of(Kernel kernel, String type, Serving terms) {
    var tasks =
        kernel.persistentAgents().stream()
            .filter(task -> task.spec().agentType().equals(type))
            .toList();
    return new ServerGroup(
        type,
        terms,
        Optional.ofNullable(kernel.fleet().scales().get(type)),
        blind(kernel, tasks),
        tasks.stream()
            .map(task -> server(kernel, task))
            .sorted(Comparator.comparingInt(Server::number))
            .toList());
  }

  private static Optional<String> blind(Kernel kernel, List<Task> tasks) {
    var fleet = kernel.fleet();
    return fleet
        .stopped()
        .map(_ -> "the fleet is stopped")
        .or(() -> fleet.freeze().map(_ -> "control suspects its own network"))
        .or(() -> silentNode(kernel, tasks).map("node %s is silent"::formatted));
  }

  private static Optional<String> silentNode(Kernel kernel, List<Task> tasks) {
    return tasks.stream()
        .flatMap(task -> task.phase().held().stream())
        .flatMap(lease -> kernel.node(lease.node()).stream())
        .filter(node -> node.state() != NodeState.READY)
        .map(node -> node.name())
        .findFirst();
  }

  private static Server server(Kernel kernel, Task task) {
    return switch (task.phase()) {
      case Running running -> running(kernel, task, running);
      case Queued(var since) -> {
        var why = kernel.explain(task.id()).orElseThrow();
        yield away(task, why.never() ? Course.NEVER : Course.COMES, since, why.summary());
      }
      case Until(var time, var why) ->
          away(task, Course.COMES, "starts again at %s: %s".formatted(time, why));
      case Held(var why) -> away(task, Course.STUCK, "stopped: " + why);
      case Waiting(_, var question, var since) -> away(task, Course.STUCK, since, question);
      case Stranded(_, var question, var since) -> away(task, Course.STUCK, since, question);
      case After _, Ended _ -> away(task, Course.ENDS, "");
    };
  }

  private static Server running(Kernel kernel, Task task, Running running) {
    var attempt = task.attempt(running.attempt()).orElseThrow();
    var open =
        kernel
            .node(running.node())
            .filter(node -> node.schedulability() == Schedulability.OPEN)
            .isPresent();
    return new Server(
        task.spec().keep().orElseThrow(),
        switch (running.stopping()) {
          case CANCEL -> Course.ENDS;
          case HOLD -> Course.STUCK;
          case NO, DEADLINE, FLEET, DRAIN -> open ? Course.RUNS : Course.PARTS;
        },
        Optional.of(attempt.nodeName()),
        attempt.startedAt().orElse(attempt.leasedAt()),
        open ? running.why() : "its node takes no new work");
  }

  private static Server away(Task task, Course course, String words) {
    return away(task, course, task.updatedAt(), words);
  }

  private static Server away(Task task, Course course, Instant since, String words) {
    return new Server(task.spec().keep().orElseThrow(), course, Optional.empty(), since, words);
  }
}
