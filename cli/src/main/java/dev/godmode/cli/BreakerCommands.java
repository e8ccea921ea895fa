package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.protocol.api.BreakerView;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.BreakerList;
import dev.godmode.protocol.api.Requests.Done;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Where nothing is placed for a while, because work failed alike there. */
final class BreakerCommands {

  private BreakerCommands() {}

  @Command(
      name = "breakers",
      description = "List where nothing is placed for a while, since work failed alike there.")
  static final class Breakers implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var list = client.get(BreakerList.class, API + "/breakers");
        common.answer(list, words(list.items()));
      }
      return Exit.OK;
    }

    private static String words(List<BreakerView> open) {
      if (open.isEmpty()) {
        return "No breaker is open.";
      }
      var now = Main.CLOCK.instant();
      var table = new Table("BREAKER", "OPEN FOR", "SINCE", "NEXT TRY", "TRIED", "WHY");
      for (var one : open) {
        table.row(
            one.breaker(),
            one.about(),
            Words.duration(Duration.between(one.openedAt(), now)),
            next(one, now),
            one.probes() == 1 ? "once" : one.probes() + " times",
            one.reason());
      }
      return table + "gm breaker close BREAKER, when it is mended";
    }
  }

  /** When one tries it, or who does. */
  static String next(BreakerView breaker, Instant now) {
    return breaker
        .trying()
        .map(task -> "now, " + task)
        .orElseGet(
            () ->
                breaker.until().isAfter(now)
                    ? "in " + Words.duration(Duration.between(now, breaker.until()))
                    : "now");
  }

  @Command(name = "close", description = "Say that it is mended: what waited for it goes on.")
  static final class Close implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "BREAKER", description = "As gm breakers lists it.")
    String breaker = "";

    @Parameters(index = "1", paramLabel = "REASON", arity = "0..1")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done =
            client.post(
                Done.class, API + "/breakers/" + encoded(breaker) + "/close", new Because(reason));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "breaker",
      description = "Act on one breaker.",
      subcommands = {Close.class})
  static final class Breaker {}
}
