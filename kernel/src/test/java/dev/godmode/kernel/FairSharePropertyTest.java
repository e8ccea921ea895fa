package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.godmode.kernel.PlacementWorld.Machine;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.StreamPolicy;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.task.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** All rules at once, over simulated time: required × sticky × pinned × priority × share × key. */
class FairSharePropertyTest {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final double FIVE_PERCENT = 0.05;
  private static final int BACKLOG = 20;
  private static final List<String> STREAMS = List.of("docs", "tests", "web");

  private static Machine machine(String name, int slots, String... skills) {
    return new Machine(name, slots, 8, Set.of(skills), Optional.empty());
  }

  private static void weigh(PlacementWorld world, String stream, int weight) {
    world.tell(
        new Command.SetStream(
            new StreamPolicy(stream, weight, Optional.empty(), Optional.empty())));
  }

  private static void keepBusy(PlacementWorld world) {
    for (var stream : STREAMS) {
      while (world.kernel().streams().stream()
          .noneMatch(one -> one.policy().stream().equals(stream) && one.queued() >= BACKLOG)) {
        world.submit(named("work").stream(stream).requires("git>=2"));
      }
    }
  }

  /** What is in nobody's way: a dead pool, a full key, a paused stream, a pin to a full node. */
  private static void addTrouble(PlacementWorld world) {
    world.tell(
        new Command.SetStream(
            new StreamPolicy("paused", 1, Optional.empty(), Optional.of("by a test"))));
    for (var n = 0; n < 30; n++) {
      world.submit(named("dead " + n).stream("dead").requires("quantum").priority(50));
      world.submit(named("still").stream("paused").priority(50));
      world.submit(
          named("narrow " + n).stream("narrow")
              .priority(50)
              .throttle(Optional.of(new Throttle("site", Optional.of(1), Optional.of(10)))));
    }
  }

  @Property(tries = 4)
  void each_stream_gets_its_share_within_five_percent_over_ten_seconds(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int docs,
      @ForAll @IntRange(min = 1, max = 8) int tests) {
    var world = new PlacementWorld(seed);
    world.add(machine("forge", 5, "git@2.39"));
    world.add(machine("anvil", 4, "git@2.40", "gpu"));
    world.add(machine("other", 3));
    weigh(world, "docs", docs);
    weigh(world, "tests", tests);
    addTrouble(world);

    world.pass(Duration.ofSeconds(1), () -> keepBusy(world));
    var before = Map.copyOf(world.served());

    world.pass(TEN_SECONDS, () -> keepBusy(world));

    var served =
        STREAMS.stream()
            .map(name -> world.served().getOrDefault(name, 0) - before.getOrDefault(name, 0))
            .toList();
    var total = served.stream().mapToInt(Integer::intValue).sum();
    var weights = List.of(docs, tests, 1);
    assertThat(total).isGreaterThan(600);
    for (var n = 0; n < STREAMS.size(); n++) {
      var share = (double) total * weights.get(n) / (docs + tests + 1);
      assertThat((double) served.get(n))
          .as(STREAMS.get(n))
          .isCloseTo(share, within(share * FIVE_PERCENT + 2));
    }
    assertThat(world.served()).doesNotContainKeys("dead", "paused");
    assertThat(world.served().get("narrow")).isBetween(1, 10);
  }

  @Test
  void a_dead_pool_costs_the_others_nothing() {
    var alone = work(new PlacementWorld(1), 0);
    var beside = work(new PlacementWorld(1), 300);

    assertThat(beside).isEqualTo(alone);
  }

  private static int work(PlacementWorld world, int dead) {
    world.add(machine("forge", 4, "git@2.39"));
    for (var n = 0; n < dead; n++) {
      world.submit(named("dead").stream("dead").requires("quantum-" + n).priority(90));
    }
    keepBusy(world);
    world.pass(TEN_SECONDS, () -> keepBusy(world));
    return STREAMS.stream().mapToInt(name -> world.served().getOrDefault(name, 0)).sum();
  }

  /** Safety is checked by the world at every lease; here that all comes to an end. */
  @Property(tries = 6)
  void whatever_is_combined_no_rule_breaks_and_nobody_waits_for_ever(@ForAll long seed) {
    var world = new PlacementWorld(seed);
    var random = world.random();
    world.add(machine("forge", 4, "git@2.39", "java@17", "gpu"));
    world.add(machine("anvil", 3, "git@2.40", "java@21"));
    world.add(
        new Machine("choosy", 2, 2, Set.of("git@1", "java@21"), Optional.of(Set.of("shell"))));
    world.tell(
        new Command.DeclareAgents(List.of(Scenario.agent("coder", 1, Duration.ofSeconds(1)))));
    var tasks = new ArrayList<TaskId>();
    for (var n = 0; n < 150; n++) {
      tasks.add(world.submit(any(random)));
      if (n % 10 == 0) {
        world.pass(Duration.ofMillis(100), () -> {});
      }
    }

    world.pass(Duration.ofMinutes(8), () -> {});

    assertThat(tasks)
        .allSatisfy(
            task -> {
              var why = world.kernel().explain(task).orElseThrow();
              assertThat(world.kernel().task(task).orElseThrow().state())
                  .as("%s: %s", task, why.summary())
                  .isEqualTo(why.never() ? TaskState.QUEUED : TaskState.UNVERIFIED);
            });
  }

  private static SpecBuilder any(Random random) {
    var spec =
        named("any").stream(pick(random, List.of("docs", "tests", "web", "")))
            .agent(pick(random, List.of("shell", "shell", "coder")))
            .priority(random.nextInt(7) - 3)
            .requires(
                pick(random, List.of("git", "git>=2", "java>=21", "java<21", "git@2.39", "gpu")))
            .prefers(pick(random, List.of("gpu", "java>=21", "nowhere")))
            .demand(demand(random));
    return random.nextInt(3) == 0
        ? spec.throttle(
            Optional.of(
                new Throttle(
                    "key" + random.nextInt(3),
                    random.nextBoolean() ? Optional.of(1 + random.nextInt(2)) : Optional.empty(),
                    Optional.of(20))))
        : spec;
  }

  private static Demand demand(Random random) {
    return new Demand(
        random.nextBoolean() ? Optional.of((double) random.nextInt(4)) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        random.nextInt(5) == 0
            ? Optional.of(pick(random, List.of("forge", "anvil", "choosy")))
            : Optional.empty(),
        random.nextInt(3) == 0
            ? Optional.of(new Sticky(Optional.of("warm" + random.nextInt(40)), Optional.of(false)))
            : Optional.empty());
  }

  private static <T> T pick(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
