package dev.godmode.server.http;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.Scope;
import dev.godmode.control.access.Subject;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.server.identity.Principal;
import java.util.Optional;
import java.util.function.Supplier;

/** On what somebody who was let in stands: the line of the policy that lets them. */
public interface Basis {

  /** Where no policy is asked. */
  Basis NONE = (by, _) -> by.name();

  /** Who causes what a request leads to, as the journal has it: with the line, if there is one. */
  String cause(Principal by, Access access);

  /** The policy in force. */
  static Basis of(Supplier<Policy> policy) {
    return (by, access) ->
        scope(access).flatMap(scope -> line(policy.get(), by, scope)).orElseGet(by::name);
  }

  private static Optional<String> line(Policy policy, Principal by, Scope scope) {
    return subject(by)
        .flatMap(subject -> policy.lineAllowing(subject, scope))
        .map(line -> JournalEntry.cause(by.name(), line, policy.hash()));
  }

  private static Optional<Subject> subject(Principal by) {
    return switch (by) {
      case Principal.Stranger _, Principal.Replica _ -> Optional.empty();
      case Principal.Person person -> Optional.of(new Subject.Person(person.name(), person.role()));
      case Principal.Holder(var claims) ->
          Optional.of(new Subject.Attempt(claims.agent(), "", claims.stream()));
    };
  }

  private static Optional<Scope> scope(Access access) {
    return switch (access) {
      case Access.Needs(var scope) -> Optional.of(scope);
      case Access.NeedsOwn(var scope) -> Optional.of(scope);
      case Access.Open _, Access.Known _, Access.People _, Access.Replica _ -> Optional.empty();
    };
  }
}
