package dev.godmode.server.http;

import dev.godmode.control.access.Scope;
import dev.godmode.server.identity.Admission;
import dev.godmode.server.identity.AttemptCredentials;
import dev.godmode.server.identity.Credentials;
import dev.godmode.server.identity.Gatekeeper;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.identity.ReplicaSecret;
import java.util.Optional;

/** Lets requests in, or not: the one place where that is decided, for every route of a port. */
public interface Gate {

  Admission judge(Route route, Credentials credentials);

  /** The gate of people's ports, where programs of attempts may come too. */
  static Gate of(Gatekeeper keeper) {
    return (route, credentials) -> {
      if (route.access() instanceof Access.Open) {
        return keeper.passing(credentials);
      }
      var known = keeper.identify(credentials);
      return known instanceof Admission.Admitted(var by) ? allowed(route.access(), by) : known;
    };
  }

  /** The gate of the fleet port: programs of attempts, replicas of the gateway, what is open. */
  static Gate ofFleet(AttemptCredentials attempts, ReplicaSecret replicas) {
    return (route, credentials) ->
        switch (route.access()) {
          case Access.Open _ -> new Admission.Admitted(new Principal.Stranger());
          case Access.Replica _ -> replica(replicas, credentials.bearer());
          case Access.Known _, Access.People _, Access.Needs _, Access.NeedsOwn _ ->
              holder(attempts, route.access(), credentials.bearer());
        };
  }

  private static Admission replica(ReplicaSecret replicas, Optional<String> bearer) {
    return bearer
        .<Admission>map(
            shown ->
                replicas.matches(shown)
                    ? new Admission.Admitted(new Principal.Replica())
                    : new Admission.Refused(
                        "a replica of the gateway",
                        "its code was replaced or revoked: gm models replicas --code prints one"))
        .orElseGet(Admission.Unknown::new);
  }

  private static Admission holder(
      AttemptCredentials attempts, Access access, Optional<String> bearer) {
    if (bearer.isEmpty()) {
      return new Admission.Unknown();
    }
    return switch (attempts.check(bearer.get())) {
      case AttemptCredentials.Held(var by) -> allowed(access, by);
      case AttemptCredentials.Refused(var who, var why) -> new Admission.Refused(who, why);
    };
  }

  /** The gate of a port that has open routes only, under whatever name it is reached. */
  static Gate openOnly() {
    return (route, _) ->
        route.access() instanceof Access.Open
            ? new Admission.Admitted(new Principal.Stranger())
            : new Admission.Unknown();
  }

  /** Whether somebody who is known may come this way. */
  static Admission allowed(Access access, Principal by) {
    return switch (access) {
      case Access.Open _, Access.Known _ -> new Admission.Admitted(by);
      case Access.People _ when by instanceof Principal.Holder -> forPeople(by);
      case Access.People _ -> new Admission.Admitted(by);
      case Access.Replica _ ->
          new Admission.Forbidden(by, "this is for replicas of the model gateway");
      case Access.Needs _ when by instanceof Principal.Holder -> forPeople(by);
      case Access.Needs(var scope) -> allowed(scope, by);
      case Access.NeedsOwn(var scope) -> allowed(scope, by);
    };
  }

  private static Admission forPeople(Principal by) {
    return new Admission.Forbidden(by, "this is for people, not for attempts");
  }

  private static Admission allowed(Scope scope, Principal by) {
    return by.may(scope)
        ? new Admission.Admitted(by)
        : new Admission.Forbidden(
            by, "%s may not %s (%s)".formatted(by.name(), scope.meaning(), scope.word()));
  }
}
