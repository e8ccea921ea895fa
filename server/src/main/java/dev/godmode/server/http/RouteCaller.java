package dev.godmode.server.http;

import dev.godmode.protocol.api.Requests.Problem;
import dev.godmode.server.identity.Admission;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.network.Introduced;
import java.util.Map;

/**
 * Calls routes from inside control, for protocols that are another way to the same things: by the
 * gate's own rule, in the caller's name, with the same line of the policy on record.
 */
public final class RouteCaller {

  private static final int FORBIDDEN = 403;

  /**
   * What a route is asked.
   *
   * @param path its parameters in the path, by name; the others likewise
   * @param body empty when there is none
   */
  public record Asked(
      Map<String, String> path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {

    public Asked {
      path = Map.copyOf(path);
      query = Map.copyOf(query);
      headers = Map.copyOf(headers);
    }

    /** With parameters in path and query only. */
    public static Asked of(Map<String, String> path, Map<String, String> query) {
      return new Asked(path, query, Map.of(), "");
    }
  }

  /** What came of it. */
  public sealed interface Outcome {

    /**
     * All went well.
     *
     * @param mediaType empty when the answer has no body
     */
    record Answered(String mediaType, String text) implements Outcome {}

    /** It did not; the problem is what a request on the wire would have been told. */
    record Failed(Problem problem) implements Outcome {}
  }

  private final Basis basis;
  private final Routing.Witness witness;

  public RouteCaller(Basis basis, Routing.Witness witness) {
    this.basis = basis;
    this.witness = witness;
  }

  /** Whether the gate lets them; what is theirs the route itself knows. */
  public static boolean admits(Route route, Principal by) {
    return Gate.allowed(route.access(), by) instanceof Admission.Admitted;
  }

  /** Asks in that caller's name. A refusal goes to the ledger as one on the wire does. */
  public Outcome call(Route route, Principal by, Asked asked) {
    if (Gate.allowed(route.access(), by) instanceof Admission.Forbidden(_, var why)) {
      witness.denied(by.name(), route.name(), why);
      return new Outcome.Failed(Problems.of(new Refusal(FORBIDDEN, "forbidden", why)));
    }
    var exchange = new InnerExchange(route, asked);
    var caller = new Call.Caller(by, basis.cause(by, route.access()), Introduced.Unasked::new);
    try {
      var call = new Call(route, caller, () -> true, exchange);
      call.requireKnownQuery();
      Routing.handle(route, call, witness);
      return exchange.outcome();
    } catch (RuntimeException e) {
      return new Outcome.Failed(Problems.of(e));
    }
  }
}
