package dev.godmode.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What goes wrong in a bad time, a tenth of a second after the other. */
final class Weather {

  private static final List<Duration> CLOCKS =
      List.of(
          Duration.ofMinutes(-10),
          Duration.ofSeconds(-5),
          Duration.ZERO,
          Duration.ofSeconds(5),
          Duration.ofMinutes(10));

  private final Timeline time;
  private final Plan plan;
  private final SimulatedControl control;
  private final SimulatedDatabase database;
  private final Story story;
  private final BrokenRoutes routes;

  Weather(
      Timeline time,
      Plan plan,
      SimulatedControl control,
      SimulatedDatabase database,
      Story story,
      BrokenRoutes routes) {
    this.routes = routes;
    this.time = time;
    this.plan = plan;
    this.control = control;
    this.database = database;
    this.story = story;
  }

  private boolean strikes(Trouble trouble, double chance) {
    return plan.has(trouble) && time.chance(chance);
  }

  void pass(Collection<SimulatedWorker> workers) {
    passControl();
    passDatabase();
    workers.forEach(this::passWorker);
    if (strikes(Trouble.ROUTES_BROKEN, 0.01) && !workers.isEmpty()) {
      breakRoute(List.copyOf(workers));
    }
    if (strikes(Trouble.MASS_LOSS, 0.003)) {
      loseMost(new ArrayList<>(workers));
    }
  }

  private void passControl() {
    if (!control.isUp()) {
      return;
    }
    if (strikes(Trouble.CONTROL_KILLED, 0.01)) {
      killControl();
    } else if (!control.isFrozen() && strikes(Trouble.CONTROL_FROZEN, 0.005)) {
      control.freeze(time.between(200, 12_000));
    } else if (strikes(Trouble.STANDBY_TAKES_OVER, 0.004)) {
      control.handOver(anyClock());
    } else if (strikes(Trouble.CLOCK_SET, 0.005)) {
      control.setClock(anyClock());
    }
  }

  private Duration anyClock() {
    return CLOCKS.get(time.below(CLOCKS.size()));
  }

  private void killControl() {
    control.crash();
    control.startIn(time.between(100, 8_000));
  }

  private void passDatabase() {
    if (database.isUp() && strikes(Trouble.DATABASE_AWAY, 0.004)) {
      var outage = time.between(300, 15_000);
      story.tell("the database is away for " + outage);
      database.goAway(outage);
    }
    if (strikes(Trouble.DISK_SLOW, 0.005)) {
      var spell = time.between(1_000, 10_000);
      story.tell("the disk is slow for " + spell);
      database.slowDown(spell);
    }
    if (strikes(Trouble.TABLES_BEHIND, 0.01)) {
      control.putTablesBehind(time.between(1_000, 15_000));
    }
  }

  private void passWorker(SimulatedWorker worker) {
    if (!worker.isUp()) {
      return;
    }
    if (strikes(Trouble.WORKERS_KILLED, 0.004)) {
      story.tell("the worker of %s is killed".formatted(worker.node()));
      lose(worker);
      worker.crash();
      time.in(time.between(100, 30_000), worker::restart);
    } else if (strikes(Trouble.WORKERS_FROZEN, 0.003)) {
      var standstill = time.between(500, 20_000);
      story.tell("the worker of %s stands still for %s".formatted(worker.node(), standstill));
      worker.freeze(standstill);
    } else if (strikes(Trouble.LINKS_BROKEN, 0.006)) {
      story.tell("the link of %s breaks".formatted(worker.node()));
      lose(worker);
      worker.link().ifPresent(Link::close);
    } else if (strikes(Trouble.LINKS_DEAF, 0.004)) {
      goDeaf(worker);
    }
  }

  private void goDeaf(SimulatedWorker worker) {
    var up = time.chance(0.5);
    story.tell(
        up
            ? "control hears %s no more".formatted(worker.node())
            : "%s hears control no more".formatted(worker.node()));
    worker.link().ifPresent(link -> link.goDeaf(up, !up));
  }

  /** Control may be told of a broken connection, at once or late, or not at all. */
  private void lose(SimulatedWorker worker) {
    if (time.chance(0.7)) {
      time.in(time.between(1, 200), () -> control.disconnected(worker));
    }
  }

  private void breakRoute(List<SimulatedWorker> workers) {
    var spell = time.between(1_000, 20_000);
    var node = workers.get(time.below(workers.size())).node();
    if (time.chance(0.5)) {
      story.tell("all that %s is given fails alike for %s".formatted(node, spell));
      routes.breakFor(Optional.empty(), Optional.of(node), spell);
    } else {
      story.tell("all that %s does fails alike for %s".formatted(SpecOf.CODER, spell));
      routes.breakFor(Optional.of(SpecOf.CODER), Optional.empty(), spell);
    }
  }

  private void loseMost(List<SimulatedWorker> workers) {
    var spell = time.between(2_000, 30_000);
    story.tell("most nodes are cut off for " + spell);
    workers.stream().filter(_ -> time.chance(0.8)).forEach(worker -> worker.cutOff(spell));
  }
}
