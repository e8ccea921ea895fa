package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.cli.BenchGateway.Figures;
import dev.godmode.cli.BenchGateway.Pace;
import dev.godmode.cli.BenchGateway.Times;
import dev.godmode.cli.BenchGateway.Turn;
import dev.godmode.cli.QuestionDriver.Order;
import dev.godmode.cli.QuestionDriver.Round;
import dev.godmode.protocol.api.ModelViews.ModelList;
import dev.godmode.protocol.api.ModelViews.NewProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** One measurement of the model gateway. */
final class BenchGatewayRun {

  /** Enough that a late answer seldom makes the next question late. */
  private static final int CONNECTIONS = 64;

  private static final int CEILING_CONNECTIONS = 32;

  private static final String DRIVER = "load and provider";

  private final BenchPlace place;
  private final QuestionDriver load;
  private final Progress progress;

  BenchGatewayRun(BenchPlace place, QuestionDriver load, Progress progress) {
    this.place = place;
    this.load = load;
    this.progress = progress;
  }

  /** What happens at one rate, and what it costs. */
  private record Paced(Pace pace, Map<String, Double> callCpuUs) {}

  Figures measure(BenchGateway wish) {
    try (var client = place.client()) {
      client.post(ModelList.class, API + "/models/providers", provider());
    }
    progress.say("Warming up");
    // As fast as it goes, until the compiler is done with most of it.
    load.ask(through(false, 0, wish.warmUp));
    load.ask(through(true, 0, wish.warmUp));
    load.ask(direct(false, 0, 1));
    load.ask(direct(true, 0, 1));

    progress.say("Asking for whole answers");
    var whole = paced(wish, false, wish.rate, Round::whole);
    progress.say("Asking for streams");
    var streams = paced(wish, true, wish.streamRate, Round::first);
    progress.say("Asking as fast as it goes");
    return new Figures(
        whole.pace(),
        streams.pace(),
        load.ask(through(false, 0, wish.seconds)).perS(),
        load.ask(direct(false, 0, wish.seconds)).perS(),
        whole.callCpuUs(),
        place.use().rssMib());
  }

  private NewProvider provider() {
    return new NewProvider(
        "bench",
        load.provider().toString(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Order direct(boolean streams, int rate, int seconds) {
    return new Order(load.provider(), Optional.empty(), streams, rate, seconds, connections(rate));
  }

  private Order through(boolean streams, int rate, int seconds) {
    return new Order(
        place.gateway().resolve("/v1"), place.token(), streams, rate, seconds, connections(rate));
  }

  private static int connections(int rate) {
    return rate == 0 ? CEILING_CONNECTIONS : CONNECTIONS;
  }

  private Paced paced(BenchGateway wish, boolean streams, int rate, Function<Round, Times> which) {
    var turns = new ArrayList<Turn>();
    var cpu = new HashMap<String, Double>();
    for (var turn = 0; turn < wish.turns; turn++) {
      var direct = which.apply(load.ask(direct(streams, rate, wish.seconds)));
      var before = used();
      var through = which.apply(load.ask(through(streams, rate, wish.seconds)));
      BenchRun.used(before, used())
          .forEach((process, used) -> cpu.merge(process, used, Double::sum));
      turns.add(new Turn(direct, through));
    }
    return new Paced(
        new Pace(
            rate,
            turns,
            median(turns.stream().map(Turn::directMs).toList()),
            median(turns.stream().map(BenchGatewayRun::added).toList())),
        BenchRun.each(cpu, wish.turns * wish.seconds * rate));
  }

  private BenchPlace.Use used() {
    var use = place.use();
    var all = new HashMap<>(use.cpuSeconds());
    all.put(DRIVER, load.handle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3);
    return new BenchPlace.Use(all, use.rssMib());
  }

  private static Times added(Turn turn) {
    var direct = turn.directMs();
    var through = turn.throughMs();
    return new Times(through.p50() - direct.p50(), through.p99() - direct.p99());
  }

  private static Times median(List<Times> all) {
    return new Times(median(all, Times::p50), median(all, Times::p99));
  }

  private static double median(List<Times> all, ToDoubleFunction<Times> which) {
    return BenchRun.percentile(all.stream().mapToDouble(which).sorted().toArray(), 0.5);
  }
}
