package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.kernel.Command.EnterMoney;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.LedgerPage;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.protocol.api.Totals;
import dev.godmode.protocol.api.Totals.MoneyLine;
import dev.godmode.protocol.api.Totals.Total;
import dev.godmode.protocol.api.Totals.TotalsBy;
import dev.godmode.protocol.event.FleetEvent.MoneyEntered;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.Ledger;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The journal as people read it, what it adds up to, and the proof that nobody changed it. */
public final class LedgerRoutes {

  private static final String LEDGER = "/api/v1/ledger";
  private static final int PAGE_USUAL = 100;
  private static final int PAGE_MAX = 1_000;
  private static final String JSON_LINES = "application/jsonl; charset=utf-8";
  private static final String CSV = "text/csv; charset=utf-8";

  private final Orders orders;
  private final Ledger ledger;
  private final LedgerAsk ask;
  private final LedgerExport export;
  private final Supplier<String> ids;

  public LedgerRoutes(Orders orders, Ledger ledger, LedgerAsk ask, Supplier<String> ids) {
    this.orders = orders;
    this.ledger = ledger;
    this.ask = ask;
    this.export = new LedgerExport(ledger);
    this.ids = ids;
  }

  public List<Route> routes() {
    return List.of(
        LedgerAsk.parameters(Route.get(LEDGER, "Every fact, newest first").needs(Scope.LEDGER_READ))
            .query("cursor", long.class, "next of the page before")
            .query("limit", int.class, "at most so many, up to " + PAGE_MAX)
            .answers(LedgerPage.class, this::page),
        Route.get(LEDGER + "/kinds", "The names of all kinds of facts")
            .needs(Scope.LEDGER_READ)
            .answers(String[].class, _ -> LedgerAsk.KINDS.toArray(String[]::new)),
        LedgerAsk.parameters(
                Route.get(LEDGER + "/export.jsonl", "The same as JSON Lines, with hashes")
                    .needs(Scope.LEDGER_READ))
            .writes(JSON_LINES, call -> export(call, "jsonl", JSON_LINES)),
        LedgerAsk.parameters(
                Route.get(LEDGER + "/export.csv", "The same as a table for spreadsheets")
                    .needs(Scope.LEDGER_READ))
            .writes(CSV, call -> export(call, "csv", CSV)),
        LedgerAsk.between(
                Route.get(LEDGER + "/totals", "What was spent and what came in")
                    .needs(Scope.LEDGER_READ))
            .query(
                "by", String.class, "stream, agent, node, day, model or task; stream if left out")
            .answers(Totals.class, this::totals),
        Route.post(LEDGER + "/money", "Enter money that was paid or came in")
            .needs(Scope.LEDGER_ENTER)
            .takes(MoneyLine.class)
            .answers(Done.class, this::enter),
        Route.get(LEDGER + "/verify", "Walk the whole hash chain")
            .needs(Scope.LEDGER_READ)
            .answers(LedgerVerdict.class, _ -> verdict()));
  }

  /** What is committed when the walk begins must be there: a chain that was cut off is whole. */
  private LedgerVerdict verdict() {
    var committed = orders.committed();
    return ledger.journal().verify().reaching(committed);
  }

  private LedgerPage page(Call call) {
    var limit = (int) call.number("limit", PAGE_USUAL, 1, PAGE_MAX);
    var before = call.number("cursor", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    return ledger.page(ask.filter(call), before, limit);
  }

  private void export(Call call, String ending, String mediaType) {
    var filter = ask.filter(call);
    call.header("Content-Disposition", "attachment; filename=\"ledger." + ending + "\"");
    try (OutputStream out = call.stream(mediaType)) {
      if (mediaType.equals(CSV)) {
        export.csv(filter, out);
      } else {
        export.json(filter, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Totals totals(Call call) {
    var by = call.query("by").map(LedgerRoutes::by).orElse(TotalsBy.STREAM);
    var from = LedgerAsk.from(call);
    var to = LedgerAsk.to(call);
    var items = ledger.books().totals(by, from, to);
    return new Totals(by, from, to, by == TotalsBy.NODE ? named(items) : items);
  }

  private static TotalsBy by(String word) {
    var known = Arrays.stream(TotalsBy.values()).map(LedgerRoutes::word).toList();
    if (!known.contains(word)) {
      throw Refusal.invalid(
          "'by' must be one of %s, was '%s'%s"
              .formatted(String.join(", ", known), word, Spelling.hint(word, known)));
    }
    return TotalsBy.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String word(TotalsBy by) {
    return by.name().toLowerCase(Locale.ROOT);
  }

  /** Nodes by their names; one that is gone has its id only. */
  private List<Total> named(List<Total> totals) {
    Map<String, String> names =
        orders
            .read(
                kernel ->
                    kernel.nodes().stream()
                        .collect(Collectors.toMap(node -> node.id().value(), node -> node.name())))
            .join();
    return totals.stream()
        .map(
            total ->
                new Total(
                    names.getOrDefault(total.of(), total.of()),
                    total.money(),
                    total.tokens(),
                    total.calls()))
        .toList();
  }

  private Done enter(Call call) {
    var line = call.body(MoneyLine.class);
    var money = money(line);
    orders.carryOut(
        call.cause(),
        new EnterMoney(
            new MoneyEntered(
                line.id().orElseGet(ids),
                money,
                line.stream().orElse(""),
                line.source().orElse(""),
                line.note().orElse(""))));
    return new Done("%s is in the ledger".formatted(money));
  }

  private static Money money(MoneyLine line) {
    try {
      return Money.of(line.amount(), line.currency());
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(String.valueOf(e.getMessage()));
    }
  }
}
