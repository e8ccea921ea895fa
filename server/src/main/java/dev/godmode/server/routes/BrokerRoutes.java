package dev.godmode.server.routes;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.Right;
import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.control.credential.Leases;
import dev.godmode.kernel.Kernel;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.secret.Broker;
import dev.godmode.server.secret.BrokerCall;
import dev.godmode.server.secret.GrantAdvice;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Calls to others, in which control puts a secret that the caller does not have. */
public final class BrokerRoutes {

  private static final String BROKER = "/api/v1/broker";
  private static final String PATH = BROKER + "/{broker}/{host}/{+path}";
  private static final String BEARER = "Bearer ";

  /** "", "api", "v1", "broker", its name, the host, and the rest. */
  private static final int PARTS = 7;

  private final Orders orders;
  private final Supplier<Policy> policy;
  private final Broker broker;

  public BrokerRoutes(Orders orders, Supplier<Policy> policy, Broker broker) {
    this.orders = orders;
    this.policy = policy;
    this.broker = broker;
  }

  public List<Route> routes() {
    return Stream.of(Method.GET, Method.POST, Method.PUT, Method.PATCH, Method.DELETE)
        .map(
            method ->
                Route.of(method, PATH, "Call a host through a broker, which puts its secret in")
                    .needsOwn(Scope.BROKERS_CALL)
                    .passesOn(Broker.BODY_MAX_BYTES)
                    .writes("*/*", this::pass))
        .toList();
  }

  private void pass(Call call) {
    var parts = call.rawPath().split("/", PARTS);
    var asked =
        new BrokerCall(
            parts[4],
            parts[5],
            call.method(),
            "/" + parts[6],
            call.rawQuery(),
            call.headers(),
            call.header("Authorization").map(value -> value.replaceFirst("^" + BEARER, "")),
            ByteBuffer.wrap(call.bytes()));
    if (call.principal() instanceof Principal.Holder(var claims)) {
      requireGrant(claims, asked.broker());
    }
    var answer = broker.call(call.by(), asked);
    call.fail(Status.create(answer.status()));
    answer.headers().forEach(call::header);
    call.send(answer.mediaType(), answer.body().array());
  }

  /** The policy as it is now, and the lease as it is now. */
  private void requireGrant(AttemptClaims claims, String name) {
    var right = new Right.CallBroker(name);
    var standing = orders.read((Kernel kernel) -> Leases.standing(kernel, claims.attempt())).join();
    switch (standing) {
      case Leases.Over(var why) -> throw new Refusal(403, "forbidden", why);
      case Leases.Live live -> {
        var decision = policy.get().decide(live.subject(), right);
        if (!decision.allowed()) {
          throw new Refusal(403, "forbidden", GrantAdvice.words(live, right, decision.why()));
        }
      }
    }
  }
}
