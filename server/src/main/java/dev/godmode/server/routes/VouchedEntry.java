package dev.godmode.server.routes;

import dev.godmode.kernel.Command.NoteLogin;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Routing;
import dev.godmode.server.identity.LoginOutcome;
import dev.godmode.server.identity.Sessions;

/**
 * Lets those in whom another vouches for, once the ledger has it; whoever is not is told there too.
 *
 * @param witness told of those who were not let in
 */
public record VouchedEntry(Sessions sessions, Orders orders, Routing.Witness witness) {

  private static final String WHAT = "login";

  /** Opens a session; its id. */
  String letIn(LoginOutcome.In in) {
    var identity = in.identity();
    orders.carryOut(
        "control",
        new NoteLogin(
            identity.name(),
            in.line().role(),
            identity.witness(),
            identity.subject(),
            in.line().words()));
    return sessions.open(identity, in.counts());
  }

  void note(LoginOutcome.Unlisted refused) {
    witness.denied(refused.identity().name(), WHAT, refused.why());
  }

  void note(LoginOutcome.Failed failed) {
    witness.denied("somebody", WHAT, failed.why());
  }
}
