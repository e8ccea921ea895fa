package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.api.Requests.LedgerPage;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.json.Json;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The append-only record of everything that happened. */
final class LedgerCommands {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private LedgerCommands() {}

  @Command(name = "verify", description = "Walk the hash chain; name the first bad entry.")
  static final class Verify implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var verdict = client.get(LedgerVerdict.class, API + "/ledger/verify");
        common.answer(
            verdict,
            verdict.intact()
                ? common.paint.good("intact") + ": %d entries".formatted(verdict.entries())
                : common.paint.bad("BROKEN")
                    + " at entry %d; the %d before it are intact"
                        .formatted(verdict.firstBad().orElse(0L), verdict.entries()));
        return verdict.intact() ? Exit.OK : Exit.FAILED;
      }
    }
  }

  @Command(
      name = "ledger",
      description = "Show what happened, newest last.",
      subcommands = Verify.class)
  static final class Ledger implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(
        names = {"-f", "--follow"},
        description = "Go on as things happen.")
    boolean follow;

    @Option(
        names = "--of",
        paramLabel = "SUBJECT",
        description = "Only of this task or node id, or fleet.")
    Optional<String> subject = Optional.empty();

    @Option(names = "--kind", description = "Only this kind, for example AttemptLeased.")
    Optional<String> kind = Optional.empty();

    @Option(
        names = {"-n", "--limit"},
        description = "At most this many.")
    int limit = 50;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var page =
            client.get(
                LedgerPage.class,
                GodModeClient.path(
                    API + "/ledger",
                    Map.of(
                        "subject", subject,
                        "kind", kind,
                        "limit", Optional.of(String.valueOf(limit)))));
        var lines = page.items().reversed();
        if (common.json) {
          common.answer(lines, "");
          return Exit.OK;
        }
        lines.forEach(this::print);
        if (follow) {
          follow(client, lines.isEmpty() ? 0 : lines.getLast().sequence());
        }
      }
      return Exit.OK;
    }

    private void follow(GodModeClient client, long after) {
      client.follow(
          API + "/events?after=" + after,
          event -> {
            if (event.name().equals("entry")) {
              print(Json.read(LedgerLine.class, event.data()));
            }
            return true;
          });
    }

    private void print(LedgerLine line) {
      common
          .out()
          .println(
              "%s  %s  %s  %s"
                  .formatted(
                      common.paint.dim(CLOCK.format(line.at())),
                      common.paint.dim("%-13s".formatted(Words.id(line.subject()))),
                      line.text(),
                      common.paint.dim(line.by())));
    }
  }
}
