package dev.godmode.server.replica;

import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.control.inference.replica.Admissions;
import dev.godmode.control.inference.replica.ControlLine.Away;
import dev.godmode.protocol.api.ReplicaViews.Admittance;
import dev.godmode.protocol.api.ReplicaViews.HolderView;
import dev.godmode.protocol.inference.ModelFault;
import dev.godmode.protocol.people.Role;
import dev.godmode.server.http.Access;
import dev.godmode.server.http.Gate;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.Admission;
import dev.godmode.server.identity.Credentials;
import dev.godmode.server.identity.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets in whom control lets in, by a bearer alone: no browser comes here. */
record ReplicaGate(Admissions admissions) implements Gate {

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

  @Override
  public Admission judge(Route route, Credentials credentials) {
    if (route.access() instanceof Access.Open) {
      return new Admission.Admitted(new Principal.Stranger());
    }
    return credentials
        .bearer()
        .map(shown -> judge(route, admitted(shown)))
        .orElseGet(Admission.Unknown::new);
  }

  private Admittance admitted(String shown) {
    try {
      return admissions.admit(shown);
    } catch (Away e) {
      throw Refusal.of(
          new ModelFault(
              503,
              "control_away",
              "it cannot be told whose this is: " + e.getMessage(),
              Optional.of(AGAIN_AFTER),
              true));
    }
  }

  private static Admission judge(Route route, Admittance said) {
    if (said.holder().isPresent()) {
      return Gate.allowed(route.access(), holder(said.holder().get()));
    }
    return said.person()
        .map(
            person ->
                Gate.allowed(
                    route.access(),
                    new Principal.Person(
                        person.name(), role(person.role()), scopes(person.scopes()))))
        .orElseGet(
            () -> new Admission.Refused("somebody", said.refused().orElse("not a credential")));
  }

  private static Principal holder(HolderView view) {
    return new Principal.Holder(
        new AttemptClaims(
            view.id(),
            view.attempt(),
            view.node(),
            view.agent(),
            view.stream(),
            scopes(view.scopes()),
            view.issuedAt(),
            view.expiresAt()));
  }

  private static Role role(String word) {
    return Role.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** A word that this gateway does not know allows nothing here. */
  private static Set<Scope> scopes(List<String> words) {
    return words.stream()
        .flatMap(word -> Scope.of(word).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
