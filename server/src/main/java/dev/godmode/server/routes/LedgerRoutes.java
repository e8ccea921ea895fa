package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.journal.Journal.LedgerQuery;
import dev.godmode.protocol.api.Requests.LedgerPage;
import dev.godmode.protocol.api.Requests.LedgerVerdict;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.Ledger;
import java.util.List;
import java.util.Optional;

/** The journal as people read it, and the proof that nobody changed it. */
public final class LedgerRoutes {

  private static final int PAGE_USUAL = 100;
  private static final int PAGE_MAX = 1_000;

  private final Ledger ledger;

  public LedgerRoutes(Ledger ledger) {
    this.ledger = ledger;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/ledger", "Every fact, newest first")
            .needs(Scope.LEDGER_READ)
            .query("subject", String.class, "a task's or node's id, or \"fleet\"")
            .query("kind", String.class, "the event's type, \"AttemptLeased\"")
            .query("cursor", long.class, "next of the page before")
            .query("limit", int.class, "at most so many, up to " + PAGE_MAX)
            .answers(LedgerPage.class, this::page),
        Route.get("/api/v1/ledger/verify", "Walk the whole hash chain")
            .needs(Scope.LEDGER_READ)
            .answers(LedgerVerdict.class, _ -> ledger.journal().verify()));
  }

  private LedgerPage page(Call call) {
    var limit = (int) call.number("limit", PAGE_USUAL, 1, PAGE_MAX);
    var before = call.number("cursor", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    var lines =
        ledger.search(new LedgerQuery(call.query("subject"), call.query("kind"), before, limit));
    return new LedgerPage(
        lines,
        lines.size() < limit
            ? Optional.empty()
            : Optional.of(Long.toString(lines.getLast().sequence())));
  }
}
