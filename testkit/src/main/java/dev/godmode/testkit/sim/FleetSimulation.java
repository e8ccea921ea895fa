package dev.godmode.testkit.sim;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Effect;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A fleet's bad minute, and the quiet after it. Under one seed: people submit and change their
 * minds, and the plan's troubles strike. Every durable event is held against the {@link Promises},
 * quiet moments against the {@link QuietPromises}; in the end every accepted task must have ended.
 */
public final class FleetSimulation {

  private static final Duration QUIET = Duration.ofMinutes(25);
  private static final int SLOTS_MAX = 4;
  private static final Duration MOMENT = Duration.ofMillis(100);

  /** What a seed came to. */
  public record Outcome(long seed, long entries, int tasks) {}

  private final Plan plan;
  private final Timeline time;
  private final Story story;
  private final Promises promises;
  private final SimulatedDatabase database;
  private final SimulatedControl control;
  private final SimulatedPeople people;
  private final Weather weather;
  private final QuietPromises quiet;
  private final BrokenRoutes routes;
  private final Map<NodeId, SimulatedWorker> workers = new LinkedHashMap<>();
  private final Map<Integer, SimulatedWorker> seats = new HashMap<>();
  private boolean bad = true;
  private boolean settled;
  private int enrolled;

  private FleetSimulation(Plan plan, boolean whole) {
    this.plan = plan;
    this.time = new Timeline(plan.seed());
    this.story = new Story(time, whole);
    this.promises = new Promises(time, plan);
    this.database = new SimulatedDatabase(time);
    this.control = new SimulatedControl(time, plan.bug(), new Durable(), story, database);
    this.people = new SimulatedPeople(time, plan, control);
    this.routes = new BrokenRoutes(time);
    this.weather = new Weather(time, plan, control, database, story, routes);
    this.quiet = new QuietPromises(time, control, promises);
  }

  private final class Durable implements SimulatedControl.World {
    @Override
    public void act(long life, Effect effect) {
      var worker = workers.get(effect.node());
      if (worker != null) {
        worker.hear(life, effect);
      }
    }

    @Override
    public void hangUp(long life) {
      workers.values().stream()
          .flatMap(worker -> worker.link().stream())
          .filter(link -> link.controlLife() == life)
          .forEach(Link::close);
    }

    @Override
    public void durable(Instant at, Event event) {
      promises.hold(at, event);
    }
  }

  /**
   * Runs one seed.
   *
   * @throws Violation when a promise is broken; it tells the seed and what went before
   */
  public static Outcome run(long seed, Sabotage bug) {
    return run(Plan.of(seed, bug));
  }

  static Outcome run(Plan plan) {
    return new FleetSimulation(plan, false).run();
  }

  /** All that happens under a plan, a line each, and the promise that was broken, if one was. */
  static String story(Plan plan) {
    var simulation = new FleetSimulation(plan, true);
    try {
      var outcome = simulation.run();
      return "%s%nkept every promise: %s".formatted(simulation.story, outcome);
    } catch (Violation e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** A small fleet needs longer for a flood: there is time as long as anything ends within it. */
  private void runWhileWorkEnds() {
    for (var before = -1; !settled && promises.books().ended() > before; ) {
      before = promises.books().ended();
      time.runUntil(time.now().plus(QUIET), () -> settled);
    }
  }

  private Outcome run() {
    try {
      fillSeats();
      people.begin();
      time.every(Duration.ofSeconds(1), this::fillSeats);
      time.every(MOMENT, this::live);
      time.every(Duration.ofMillis(300), () -> quiet.look(workers.values()));
      time.every(Duration.ofMillis(2_300), quiet::askWhy);
      time.runUntil(Timeline.BEGIN.plus(plan.bad()), () -> false);
      bad = false;
      time.every(Duration.ofSeconds(2), this::mend);
      runWhileWorkEnds();
      promises.settle(people.accepted());
      database
          .broken()
          .ifPresent(
              entry -> {
                throw new Violation("the journal's chain is broken at " + entry);
              });
      return new Outcome(
          plan.seed(), database.journal().head().sequence(), promises.books().ended());
    } catch (Violation | IllegalStateException e) {
      throw new Violation(plan, String.valueOf(e.getMessage()), story.toString());
    }
  }

  /** A node that was removed is replaced by another like it. */
  private void fillSeats() {
    for (var seat = 1; seat <= plan.nodes(); seat++) {
      var worker = seats.get(seat);
      if (worker == null || worker.isDismissed()) {
        enrol(seat);
      }
    }
  }

  private void enrol(int seat) {
    enrolled++;
    var id = new NodeId("node" + enrolled);
    var secret = "secret of " + id;
    control.submit(
        new Command.IssueJoinCode(secret, control.now().plusSeconds(3_600)),
        _ ->
            control.submit(
                new Command.EnrolNode(id, "sim", "fingerprint of " + id, secret),
                reply -> {
                  if (reply instanceof Reply.Done) {
                    take(seat, id);
                  }
                }));
  }

  private void take(int seat, NodeId id) {
    var skills = seat == 1 ? Set.of("linux", "gpu") : Set.of("linux");
    var machine = new SimulatedWorker.Machine(id, Math.min(seat, SLOTS_MAX), skills, routes);
    var worker = new SimulatedWorker(time, plan.bug(), promises, control, machine);
    workers.put(id, worker);
    seats.put(seat, worker);
  }

  /** A tenth of a second. */
  private void live() {
    if (bad) {
      people.act(List.copyOf(workers.keySet()));
      weather.pass(workers.values());
    }
  }

  /** The bad time is over: all comes back, and people let go on what waits for them. */
  private void mend() {
    control.start();
    if (control.isUp() && !control.isFrozen()) {
      people.mend(List.copyOf(workers.keySet()), promises.breakers().open());
    }
    var books = promises.books();
    settled = books.live() == 0 && books.leases() == 0 && control.isAtEase();
  }
}
