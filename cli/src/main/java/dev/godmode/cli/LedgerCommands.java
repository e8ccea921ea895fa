package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.LedgerPage;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.api.Totals;
import dev.godmode.protocol.api.Totals.MoneyLine;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.money.Money;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The append-only record of everything that happened. */
final class LedgerCommands {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private static final String LEDGER = API + "/ledger";
  private static final int PAGE_MAX = 1_000;

  private LedgerCommands() {}

  @Command(name = "verify", description = "Walk the hash chain; name the first bad entry.")
  static final class Verify implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var verdict = client.get(LedgerVerdict.class, LEDGER + "/verify");
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
      name = "export",
      description = "Write the ledger out, newest first: JSON Lines with hashes, or a table.")
  static final class Export implements Callable<Integer> {
    @Mixin Common common = new Common();
    @Mixin LedgerFilters filters = new LedgerFilters();

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "Ends with .jsonl or .csv; standard output without it.")
    Optional<Path> file = Optional.empty();

    @Option(names = "--csv", description = "A table for spreadsheets, whatever the file's name.")
    boolean csv;

    @Override
    public Integer call() throws IOException {
      var table = csv || file.filter(path -> path.toString().endsWith(".csv")).isPresent();
      var path =
          GodModeClient.path(
              LEDGER + (table ? "/export.csv" : "/export.jsonl"), filters.query(common.clock));
      try (var client = common.client()) {
        return Exports.write(common, client, path, file);
      }
    }
  }

  @Command(
      name = "totals",
      description = "Add up what was spent and what came in, exactly, for each currency.")
  static final class TotalsOf implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(
        names = "--by",
        paramLabel = "GROUP",
        description = "stream, agent, node, day, model or task (default: ${DEFAULT-VALUE}).")
    String by = "stream";

    @Option(names = "--from", paramLabel = "WHEN", description = "From then on: 2h, 2026-11-26.")
    Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "WHEN", description = "Before then; a day as a whole.")
    Optional<String> to = Optional.empty();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var totals =
            client.get(
                Totals.class,
                GodModeClient.path(
                    LEDGER + "/totals",
                    Map.of(
                        "by",
                        Optional.of(by),
                        "from",
                        from.map(word -> LedgerFilters.moment("--from", word, 0, common.clock)),
                        "to",
                        to.map(word -> LedgerFilters.moment("--to", word, 1, common.clock)))));
        common.answer(totals, table(totals));
      }
      return Exit.OK;
    }

    private String table(Totals totals) {
      var table =
          new Table(
              by.toUpperCase(Locale.ROOT),
              "CURRENCY",
              "MODELS",
              "PAID",
              "RECEIVED",
              "CALLS",
              "TOKENS IN",
              "CACHED",
              "OUT");
      for (var total : totals.items()) {
        var sums = total.money();
        table.row(
            total.of().isEmpty() ? common.paint.dim("-") : total.of(),
            sums.map(money -> money.models().currency()).orElse(common.paint.dim("no price")),
            sums.map(money -> amount(money.models())).orElse(""),
            sums.map(money -> amount(money.paid())).orElse(""),
            sums.map(money -> amount(money.received())).orElse(""),
            "%,d".formatted(total.calls()),
            "%,d".formatted(total.tokens().input()),
            "%,d".formatted(total.tokens().cached()),
            "%,d".formatted(total.tokens().output()));
      }
      return table.isEmpty()
          ? "Nothing was spent and nothing came in. Enter money: gm ledger pay 12.50 EUR --stream shop\n"
          : table.toString();
    }

    private String amount(Money money) {
      return money.amount().signum() == 0
          ? common.paint.dim("0")
          : money.amount().stripTrailingZeros().toPlainString();
    }
  }

  /** What entering money has in common. */
  abstract static class Entering implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "AMOUNT", description = "12.50, a point and no sign.")
    String amount = "";

    @Parameters(index = "1", paramLabel = "CURRENCY", description = "Three letters: EUR.")
    String currency = "";

    @Option(names = "--stream", description = "The line of work it belongs to.")
    Optional<String> stream = Optional.empty();

    @Option(names = "--source", description = "Where it came from or went to: hosting, shop.")
    Optional<String> source = Optional.empty();

    @Option(names = "--note", description = "What else there is to say.")
    Optional<String> note = Optional.empty();

    @Option(names = "--id", description = "Its own id: sent again, it counts once.")
    Optional<String> id = Optional.empty();

    abstract String sign();

    @Override
    public Integer call() {
      var line = new MoneyLine(id, sign() + amount, currency, stream, source, note);
      try (var client = common.client()) {
        var done = client.post(Done.class, LEDGER + "/money", line);
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(name = "pay", description = "Enter money that was paid.")
  static final class Pay extends Entering {
    @Override
    String sign() {
      return "-";
    }
  }

  @Command(name = "receive", description = "Enter money that came in.")
  static final class Receive extends Entering {
    @Override
    String sign() {
      return "";
    }
  }

  @Command(
      name = "ledger",
      description = "Show what happened, newest last.",
      subcommands = {Verify.class, Export.class, TotalsOf.class, Pay.class, Receive.class})
  static final class Ledger implements Callable<Integer> {
    @Mixin Common common = new Common();
    @Mixin LedgerFilters filters = new LedgerFilters();

    @Option(
        names = {"-f", "--follow"},
        description = "Go on as things happen.")
    boolean follow;

    @Option(
        names = {"-n", "--limit"},
        description = "At most this many.")
    int limit = 50;

    @Override
    public Integer call() {
      var query = filters.query(common.clock);
      try (var client = common.client()) {
        var lines = newest(client, query).reversed();
        if (common.json) {
          common.answer(lines, "");
          return Exit.OK;
        }
        lines.forEach(this::print);
        if (follow) {
          follow(client, query, lines.isEmpty() ? 0 : lines.getLast().sequence());
        }
      }
      return Exit.OK;
    }

    /** Newest first; a page may be short because looking for more had a limit. */
    private List<LedgerLine> newest(GodModeClient client, Map<String, Optional<String>> query) {
      var lines = new ArrayList<LedgerLine>();
      var asked = new HashMap<>(query);
      do {
        asked.put("limit", Optional.of(String.valueOf(Math.min(PAGE_MAX, limit - lines.size()))));
        var page = client.get(LedgerPage.class, GodModeClient.path(LEDGER, asked));
        lines.addAll(page.items());
        asked.put("cursor", page.next());
      } while (lines.size() < limit && asked.get("cursor").isPresent());
      return lines;
    }

    private void follow(GodModeClient client, Map<String, Optional<String>> query, long last) {
      var asked = new HashMap<>(query);
      if (last > 0) {
        asked.put("after", Optional.of(String.valueOf(last)));
      }
      client.follow(
          GodModeClient.path(API + "/events", asked),
          event -> {
            if (event.name().equals("entry")) {
              print(Json.read(LedgerLine.class, event.data()));
            }
            return true;
          });
    }

    private void print(LedgerLine line) {
      common.answer(line, words(common.paint, line));
    }
  }

  /** An entry in a line of its own, whatever was written into it. */
  static String words(Paint paint, LedgerLine line) {
    return "%s  %s  %s  %s"
        .formatted(
            paint.dim(CLOCK.format(line.at())),
            paint.dim("%-13s".formatted(Words.id(line.subject()))),
            line.text(),
            paint.dim(line.by() + line.under().map(rule -> ", " + rule).orElse("")))
        .replace('\n', '␤');
  }
}
