package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.cli.BenchCommand.Pickup;
import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.JoinOffer;
import dev.godmode.protocol.api.Requests.NodeList;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One measurement of a large fleet. */
final class BenchFleetRun {

  private static final int BATCH = 2_000;
  private static final int CODES_AT_ONCE = 4;
  private static final int PICKUP_RATE = 50;
  private static final int PICKUP_SECONDS = 10;
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final Duration STUCK = Duration.ofMinutes(5);

  /** Slots left over on each node, for the tasks whose pick-up is measured. */
  private static final int SPARE = 2;

  private final BenchPlace place;
  private final int nodes;
  private final int agents;
  private final Progress progress;

  BenchFleetRun(BenchPlace place, int nodes, int agents, Progress progress) {
    this.place = place;
    this.nodes = nodes;
    this.agents = agents;
    this.progress = progress;
  }

  BenchFleet.Figures measure(int seconds) throws IOException, InterruptedException {
    try (var client = place.client();
        var driver = LoadDriver.start(agents + SPARE)) {
      cordonOwn(client);
      progress.say("Connecting %,d nodes".formatted(nodes));
      var joined = BenchRun.seconds(() -> join(client, driver));

      progress.say("Starting %,d agents".formatted(nodes * agents));
      var started = BenchRun.seconds(() -> start(client, driver));

      progress.say("Measuring the quiet");
      TimeUnit.MILLISECONDS.sleep(SETTLE.toMillis());
      var before = place.use();
      var drove = cpuSeconds(driver);
      var took = BenchRun.seconds(() -> TimeUnit.SECONDS.sleep(seconds));
      var after = place.use();
      var driven = cpuSeconds(driver) - drove;

      progress.say("Measuring pick-up");
      var pickup = pickup(client);
      holds(driver);

      progress.say("Cutting all streams at once");
      var redial = BenchRun.seconds(() -> redial(driver));
      holds(driver);
      var used = BenchRun.used(before, after);
      return new BenchFleet.Figures(
          nodes,
          agents,
          nodes / joined,
          nodes * agents / started,
          used.getOrDefault("control", 0.0) / took,
          used.getOrDefault("postgres", 0.0) / took,
          driven / took,
          pickup,
          redial,
          after.rssMib());
    }
  }

  private void holds(LoadDriver driver) {
    var standing = driver.standing();
    if (standing.connected() != nodes
        || standing.running() != nodes * agents
        || standing.fenced() > 0) {
      throw new Trouble("the fleet did not hold: " + standing);
    }
  }

  private void redial(LoadDriver driver) throws InterruptedException {
    driver.hangUp();
    await(driver, "back", () -> driver.standing().connected() == nodes);
  }

  private static double cpuSeconds(LoadDriver driver) {
    return driver.handle().info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
  }

  /** The worker that every God Mode begins with shall take none of the work. */
  private static void cordonOwn(GodModeClient client) {
    for (var node : client.get(NodeList.class, API + "/nodes").items()) {
      client.post(
          Done.class,
          API + "/nodes/" + node.id() + "/cordon",
          new Because(Optional.of("the load driver's nodes are measured")));
    }
  }

  private void join(GodModeClient client, LoadDriver driver) throws InterruptedException {
    BenchRun.side(
        nodes,
        CODES_AT_ONCE,
        _ -> {
          var offer =
              client.post(JoinOffer.class, API + "/join-codes", new Because(Optional.empty()));
          synchronized (driver) {
            driver.join(offer.code());
          }
        });
    await(driver, "connected", () -> driver.standing().connected() == nodes);
  }

  private void start(GodModeClient client, LoadDriver driver) throws InterruptedException {
    var all = nodes * agents;
    BenchRun.side(
        Math.ceilDiv(all, BATCH),
        2,
        i ->
            BenchTask.submit(
                client, BenchPlace.HELD_AGENT, "held", Math.min(BATCH, all - i * BATCH)));
    await(driver, "started", () -> driver.standing().running() == all);
  }

  private static void await(LoadDriver driver, String what, BooleanSupplier met)
      throws InterruptedException {
    var began = System.nanoTime();
    while (!met.getAsBoolean()) {
      if (System.nanoTime() - began > STUCK.toNanos()) {
        throw new Trouble("not all are %s: %s".formatted(what, driver.standing()));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private Pickup pickup(GodModeClient client) throws InterruptedException {
    return BenchTask.pickup(client, "quick", PICKUP_RATE, PICKUP_SECONDS);
  }
}
