package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.text.SkillTag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * A fleet in simulated time whose attempts last a while, with books of its own: every lease is held
 * against what its task required, from the outside.
 */
final class PlacementWorld {

  private static final Duration STEP = Duration.ofMillis(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A machine as the world made it. */
  record Machine(
      String name, int slots, int cores, Set<String> skills, Optional<Set<String>> agents) {}

  private record Run(
      Instant until, AttemptKey attempt, NodeId node, Optional<Allotment> allotment) {}

  private final Kernel kernel = new Kernel(KernelSettings.DEFAULT, Snapshot.EMPTY);
  private final Random random;
  private final Map<NodeId, Machine> machines = new HashMap<>();
  private final Map<NodeId, Integer> coresPromised = new HashMap<>();
  private final Map<String, Integer> running = new HashMap<>();
  private final Map<String, List<Instant>> begun = new HashMap<>();
  private final Map<String, NodeId> homes = new HashMap<>();
  private final Map<String, Integer> served = new HashMap<>();
  private final PriorityQueue<Run> runs =
      new PriorityQueue<>(
          Comparator.comparing(Run::until).thenComparingLong(run -> run.attempt().fence()));
  private Instant now = Scenario.START;
  private int ids;

  PlacementWorld(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  Kernel kernel() {
    return kernel;
  }

  Map<String, Integer> served() {
    return served;
  }

  void tell(Command command) {
    note(kernel.handle(now, command));
    note(kernel.place(now));
  }

  NodeId add(Machine machine) {
    var id = new NodeId("node%03d".formatted(machines.size()));
    machines.put(id, machine);
    tell(new Command.IssueJoinCode("secret", now.plusSeconds(60)));
    tell(new Command.EnrolNode(id, machine.name(), "fingerprint", "secret"));
    tell(
        new Command.ConnectNode(
            id,
            Inventory.of(machine.name())
                .os("linux")
                .arch("amd64")
                .cores(machine.cores())
                .skills(machine.skills())
                .version("0")
                .agents(machine.agents())
                .build(),
            machine.slots(),
            Usage.UNKNOWN,
            List.of()));
    return id;
  }

  TaskId submit(SpecBuilder spec) {
    ids++;
    var id = new TaskId("task%06d".formatted(ids));
    tell(new Command.SubmitTask(id, spec.build(), List.of()));
    return id;
  }

  /** Time passes; attempts end when theirs has come, and all hearts beat. */
  void pass(Duration time, Runnable eachStep) {
    var until = now.plus(time);
    while (now.isBefore(until)) {
      now = now.plus(STEP);
      while (!runs.isEmpty() && !runs.peek().until().isAfter(now)) {
        end(runs.remove());
      }
      if (now.toEpochMilli() % 1_000 == 0) {
        machines.keySet().forEach(this::beat);
        tell(new Command.Tick());
      }
      eachStep.run();
    }
  }

  private void beat(NodeId node) {
    var held = runs.stream().filter(run -> run.node().equals(node)).map(Run::attempt).toList();
    tell(new Command.Heartbeat(node, new Usage(random.nextDouble(), 0, 0, 0, held.size()), held));
  }

  private void end(Run run) {
    var spec = kernel.task(run.attempt().task()).orElseThrow().spec();
    spec.throttle().ifPresent(throttle -> running.merge(throttle.key(), -1, Integer::sum));
    coresPromised.merge(run.node(), -cores(run.allotment()), Integer::sum);
    tell(
        new Command.EndAttempt(
            run.node(), run.attempt(), AttemptReport.of(Ending.UNVERIFIED).build()));
  }

  private static int cores(Optional<Allotment> allotment) {
    return allotment.map(held -> (int) held.cores()).orElse(0);
  }

  private void note(Decision decision) {
    for (var event : decision.events()) {
      if (event instanceof AttemptLeased leased) {
        var spec = kernel.task(leased.task()).orElseThrow().spec();
        served.merge(spec.stream(), 1, Integer::sum);
        check(leased, spec);
        var lasts = Duration.ofMillis(50 + random.nextInt(100));
        runs.add(new Run(now.plus(lasts), leased.attempt(), leased.node(), leased.allotment()));
      }
    }
  }

  private void check(AttemptLeased leased, TaskSpec spec) {
    var machine = Optional.ofNullable(machines.get(leased.node())).orElseThrow();
    assertThat(kernel.leased(leased.node()).size()).isLessThanOrEqualTo(machine.slots());
    for (var wanted : spec.requires()) {
      assertThat(machine.skills().stream().map(SkillTag::offered))
          .as("%s on %s", wanted, machine)
          .anyMatch(
              offered ->
                  offered.name().equals(SkillTag.wanted(wanted).name())
                      && SkillTag.wanted(wanted).acceptedBy(offered.version()));
    }
    assertThat(machine.agents().map(agents -> agents.contains(spec.agentType())).orElse(true))
        .isTrue();
    spec.demand().node().ifPresent(name -> assertThat(machine.name()).isEqualTo(name));
    coresPromised.merge(leased.node(), cores(leased.allotment()), Integer::sum);
    assertThat(coresPromised.get(leased.node())).isLessThanOrEqualTo(machine.cores());
    spec.demand()
        .sticky()
        .flatMap(wish -> wish.key())
        .ifPresent(
            key -> {
              if (spec.demand().sticky().orElseThrow().insists() && homes.containsKey(key)) {
                assertThat(leased.node()).isEqualTo(homes.get(key));
              }
              homes.put(key, leased.node());
            });
    spec.throttle()
        .ifPresent(
            throttle -> {
              var count = running.merge(throttle.key(), 1, Integer::sum);
              assertThat(count).isLessThanOrEqualTo(throttle.maxRunning().orElse(count));
              var times = begun.computeIfAbsent(throttle.key(), _ -> new ArrayList<>());
              times.removeIf(at -> !at.isAfter(now.minus(MINUTE)));
              times.add(now);
              assertThat(times.size())
                  .isLessThanOrEqualTo(throttle.perMinute().orElse(times.size()));
            });
  }
}
