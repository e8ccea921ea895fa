package dev.godmode.control.access.export;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.Rule;
import dev.godmode.control.access.Scope;
import dev.godmode.control.access.Subject;
import dev.godmode.control.access.Who;
import dev.godmode.protocol.people.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The people of a policy, and what it says of them, for another system. */
final class Readers {

  private static final String ANY = "*";

  /** Somebody whom another system gets a name for: "viewer", or "person_ada". */
  record Reader(String name, Subject.Person subject) {}

  private final Policy policy;

  /** Without what roles are allowed: whoever is a person here is also in the role they have. */
  private final Policy personal;

  Readers(Policy policy) {
    this.policy = policy;
    this.personal =
        new Policy(
            policy.text(),
            policy.hash(),
            policy.rules().stream()
                .filter(rule -> !rule.allows() || rule.who().kind() == Who.Kind.PERSON)
                .toList(),
            List.of());
  }

  private Policy.Decision decide(Reader reader, Scope scope) {
    return (reader.subject().name().isEmpty() ? policy : personal).decide(reader.subject(), scope);
  }

  /** Each role, and each person whom a line names; always in the same order. */
  List<Reader> all() {
    var roles =
        Arrays.stream(Role.values())
            .map(role -> new Reader(role.word(), new Subject.Person("", role)));
    var people =
        policy.rules().stream()
            .map(Rule::who)
            .filter(who -> who.kind() == Who.Kind.PERSON && !who.name().equals(ANY))
            .map(Who::name)
            .distinct()
            .sorted()
            .map(name -> new Reader("person_" + name, new Subject.Person(name, Role.VIEWER)));
    return Stream.concat(roles, people).toList();
  }

  /** The lines that allow all of that; empty when one of them is not allowed. */
  Optional<String> allowing(Reader reader, Collection<Scope> scopes) {
    var decisions = scopes.stream().sorted().map(scope -> decide(reader, scope)).toList();
    return decisions.stream().allMatch(Policy.Decision::allowed)
        ? Optional.of(
            plain(
                decisions.stream()
                    .map(Policy.Decision::why)
                    .distinct()
                    .collect(Collectors.joining("; "))))
        : Optional.empty();
  }

  /** The line that allows somebody anything at all. */
  Optional<String> allowingAnything(Reader reader) {
    return Arrays.stream(Scope.values())
        .map(scope -> decide(reader, scope))
        .filter(Policy.Decision::allowed)
        .map(decision -> plain(decision.why()))
        .findFirst();
  }

  /**
   * What lines say that the other system cannot be told, a sentence each.
   *
   * @param told the scopes that it can be told
   */
  List<String> untold(Set<Scope> told) {
    return policy.rules().stream().flatMap(rule -> untold(rule, told).stream()).toList();
  }

  private static Optional<String> untold(Rule rule, Set<Scope> told) {
    var words = plain(rule.words());
    return switch (rule.who().kind()) {
      case AGENT, NODE ->
          Optional.of(words + ": agents and nodes are asked by control alone, with each request");
      case ROLE, PERSON -> {
        var left =
            rule.scopes().stream()
                .filter(scope -> !told.contains(scope))
                .sorted()
                .map(Scope::word)
                .collect(Collectors.joining(", "));
        yield left.isEmpty()
            ? Optional.empty()
            : Optional.of("%s: only control can hold %s".formatted(words, left));
      }
    };
  }

  /** Nothing of a policy's text may end the comment it stands in. */
  static String plain(String words) {
    return words.replaceAll("\\p{Cntrl}", " ");
  }

  /** "policy.yaml 0123456789ab". */
  String version() {
    return "policy.yaml %.12s".formatted(policy.hash());
  }
}
