package dev.godmode.testkit.sim;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Effect;
import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A fleet's bad minute, and the quiet after it. Under one seed: people submit and change their
 * minds, control and workers are killed, links break or go deaf one way. Every durable event is
 * held against the {@link Promises}; in the end every accepted task must have ended.
 */
public final class FleetSimulation {

  private static final Duration BAD_TIME = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofMinutes(15);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final int NODES = 4;
  private static final int STORY_LINES = 60;

  /** What a seed came to. */
  public record Outcome(long seed, long entries, int tasks) {}

  private final long seed;
  private final Timeline time;
  private final Sabotage sabotage;
  private final Promises promises = new Promises();
  private final Map<NodeId, SimulatedWorker> workers = new LinkedHashMap<>();
  private final Deque<String> story = new ArrayDeque<>();
  private final SimulatedControl control;
  private final SimulatedPeople people;
  private boolean bad = true;

  private FleetSimulation(long seed, Sabotage sabotage) {
    this.seed = seed;
    this.sabotage = sabotage;
    this.time = new Timeline(seed);
    this.control = new SimulatedControl(time, sabotage, promises, this::act, this::tell);
    this.people = new SimulatedPeople(time, control);
  }

  /**
   * Runs one seed.
   *
   * @throws Violation when a promise is broken; it tells the seed and what went before
   */
  public static Outcome run(long seed, Sabotage sabotage) {
    return new FleetSimulation(seed, sabotage).run();
  }

  private Outcome run() {
    try {
      for (var i = 1; i <= NODES; i++) {
        enrol(new NodeId("node" + i), i);
      }
      time.every(TICK, () -> control.submit(new Command.Tick(), _ -> {}));
      time.every(Duration.ofMillis(170), control::project);
      time.every(Duration.ofMillis(100), this::live);
      time.runUntil(time.now().plus(BAD_TIME));
      bad = false;
      time.every(Duration.ofSeconds(2), this::mend);
      time.runUntil(time.now().plus(QUIET));
      promises.settle(people.accepted());
      if (!control.chainHolds()) {
        throw new Violation("the journal's chain is broken");
      }
      return new Outcome(seed, control.entries(), promises.endedTasks());
    } catch (Violation | IllegalStateException e) {
      throw new Violation(seed, String.valueOf(e.getMessage()), String.join("\n", story));
    }
  }

  private void enrol(NodeId id, int number) {
    var secret = "secret of " + id;
    control.submit(
        new Command.IssueJoinCode(secret, time.now().plusSeconds(600)),
        _ ->
            control.submit(
                new Command.EnrolNode(id, "sim", "fingerprint of " + id, secret),
                _ -> workers.put(id, worker(id, number))));
  }

  private SimulatedWorker worker(NodeId id, int number) {
    var skills = number == 1 ? Set.of("linux", "gpu") : Set.of("linux");
    return new SimulatedWorker(time, sabotage, promises, control, id, number, skills);
  }

  private void act(Effect effect) {
    Optional.ofNullable(workers.get(effect.node())).ifPresent(worker -> worker.hear(effect));
  }

  /** A tenth of a second of a bad minute. */
  private void live() {
    if (!bad) {
      return;
    }
    people.act();
    if (time.chance(0.01)) {
      killControl();
    }
    for (var worker : workers.values()) {
      trouble(worker);
    }
  }

  private void killControl() {
    if (!control.isUp()) {
      return;
    }
    control.crash();
    workers.values().forEach(worker -> worker.link().ifPresent(Link::close));
    time.in(time.between(100, 8_000), this::startControl);
  }

  private void startControl() {
    if (!control.isUp()) {
      control.start();
    }
  }

  private void trouble(SimulatedWorker worker) {
    if (!worker.isUp()) {
      return;
    }
    if (time.chance(0.004)) {
      tell("worker of %s is killed".formatted(worker.node()));
      lose(worker);
      worker.crash();
      time.in(time.between(100, 30_000), worker::restart);
    } else if (time.chance(0.005)) {
      tell("link of %s breaks".formatted(worker.node()));
      lose(worker);
      worker.link().ifPresent(Link::close);
    } else if (time.chance(0.003)) {
      tell("link of %s goes deaf".formatted(worker.node()));
      var up = time.chance(0.5);
      worker.link().ifPresent(link -> link.goDeaf(up, !up));
    }
  }

  /** Control may be told of a broken connection, or not. */
  private void lose(SimulatedWorker worker) {
    if (time.chance(0.7)) {
      time.in(
          time.between(1, 200),
          () -> {
            if (worker.link().filter(Link::isOpen).isEmpty()) {
              control.submit(new Command.DisconnectNode(worker.node(), "lost"), _ -> {});
            }
          });
    }
  }

  /** The bad time is over: all comes back, and people let go on what waits for them. */
  private void mend() {
    startControl();
    people.mend(workers.keySet());
  }

  private void tell(String line) {
    story.add("%s %s".formatted(time.now(), line));
    if (story.size() > STORY_LINES) {
      story.poll();
    }
  }
}
