package dev.godmode.control.access;

import dev.godmode.protocol.people.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may do what. Nobody may do what no rule allows, and a rule that denies wins over all that
 * allow; the order of rules means nothing.
 *
 * @param hash SHA-256 of its text, lower-case hex
 * @param examples what must come of it, or it is not taken
 */
public record Policy(String text, String hash, List<Rule> rules, List<Example> examples) {

  public Policy {
    rules = List.copyOf(rules);
    examples = List.copyOf(examples);
  }

  /** One of its own tests. */
  public record Example(int line, Who who, Right right, boolean may, Optional<String> stream) {

    Subject subject() {
      return who.example() instanceof Subject.Attempt(var agent, var node, _)
          ? new Subject.Attempt(agent, node, stream.orElse(""))
          : who.example();
    }

    /** "agent:writer may tasks:read". */
    public String words() {
      return "%s %s %s".formatted(who.word(), may ? "may" : "may not", right.word());
    }
  }

  /**
   * An answer.
   *
   * @param why the very line, or that there is none
   */
  public record Decision(boolean allowed, String why) {}

  /** Whether somebody may do something, and which line says so. */
  public Decision decide(Subject subject, Right right) {
    if (subject instanceof Subject.Attempt && !right.isForAttempts()) {
      return new Decision(false, "no attempt can be allowed this, whatever the policy says");
    }
    var speaking = rules.stream().filter(rule -> rule.speaksOf(subject, right)).toList();
    return speaking.stream()
        .filter(rule -> !rule.allows())
        .findFirst()
        .or(() -> speaking.stream().findFirst())
        .map(rule -> new Decision(rule.allows(), rule.words()))
        .orElseGet(() -> new Decision(false, "no line allows it"));
  }

  /** The line that lets somebody do something; empty when they may not. */
  public Optional<Integer> lineAllowing(Subject subject, Right right) {
    return decide(subject, right).allowed()
        ? rules.stream().filter(rule -> rule.speaksOf(subject, right)).findFirst().map(Rule::line)
        : Optional.empty();
  }

  /** The lines that speak of it, as they are said to people; those that deny come first. */
  public List<String> linesOn(Right right) {
    return rules.stream()
        .filter(rule -> rule.speaksOf(right))
        .sorted(Comparator.comparing(Rule::allows))
        .map(Rule::words)
        .toList();
  }

  /** The names of a kind that a line or an example spells out. */
  public List<String> secretNames() {
    return rights(this)
        .filter(Right.UseSecret.class::isInstance)
        .map(right -> ((Right.UseSecret) right).name())
        .filter(name -> !name.contains(Who.ANY))
        .distinct()
        .toList();
  }

  /** All that somebody may do; asked with every request, so each rule is looked at once. */
  public Set<Scope> allowed(Subject subject) {
    var scopes = EnumSet.noneOf(Scope.class);
    var theirs = rules.stream().filter(rule -> rule.isAbout(subject)).toList();
    theirs.stream().filter(Rule::allows).map(Rule::scopes).forEach(scopes::addAll);
    theirs.stream().filter(rule -> !rule.allows()).map(Rule::scopes).forEach(scopes::removeAll);
    if (subject instanceof Subject.Attempt) {
      scopes.removeIf(scope -> !scope.isForAttempts());
    }
    return Set.copyOf(scopes);
  }

  /** Its examples that do not come true, in words. */
  public List<String> failures() {
    return examples.stream()
        .filter(example -> decide(example.subject(), example.right()).allowed() != example.may())
        .map(
            example ->
                "line %d: %s, it says, but %s"
                    .formatted(
                        example.line(),
                        example.words(),
                        decide(example.subject(), example.right()).why()))
        .toList();
  }

  /** What would lock the owner out. */
  Optional<String> lockout() {
    var owner = new Subject.Person("", Role.OWNER);
    return Arrays.stream(Scope.values())
        .filter(scope -> !decide(owner, scope).allowed())
        .findFirst()
        .map(
            scope ->
                "would lock the owner out of %s: %s; the owner must be allowed everything (who: role:owner, may: \"*\")"
                    .formatted(scope.word(), decide(owner, scope).why()));
  }

  /**
   * A difference between two policies.
   *
   * @param gains whether the new one allows it and the old one did not
   */
  public record Change(String who, String scope, boolean gains, String why) {}

  /** Who gains and who loses what, of all whom either one names. */
  public List<Change> changesTo(Policy next) {
    var all = new ArrayList<Change>();
    var rights = Stream.concat(rights(this), rights(next)).distinct().toList();
    for (var subject : subjects(next)) {
      for (var right : rights) {
        var before = decide(subject, right);
        var after = next.decide(subject, right);
        if (before.allowed() != after.allowed()) {
          all.add(new Change(subject.words(), right.word(), after.allowed(), after.why()));
        }
      }
    }
    return all;
  }

  /** Every scope, and every named thing that is spelt out. */
  private static Stream<Right> rights(Policy policy) {
    return Stream.of(
            Arrays.stream(Scope.values()).map(scope -> (Right) scope),
            policy.rules().stream().flatMap(rule -> rule.named().stream()).map(Names::example),
            policy.examples().stream().map(Example::right))
        .flatMap(all -> all);
  }

  private List<Subject> subjects(Policy other) {
    var all = new ArrayList<Subject>();
    Arrays.stream(Role.values()).forEach(role -> all.add(new Subject.Person("", role)));
    all.add(new Subject.Attempt(Who.ANY, "", ""));
    for (var rules : List.of(rules, other.rules())) {
      for (var rule : rules) {
        rule.stream().ifPresent(name -> all.add(in(rule, name)));
        all.add(rule.who().example());
      }
    }
    return all.stream().distinct().toList();
  }

  private static Subject in(Rule rule, String stream) {
    return rule.who().example() instanceof Subject.Attempt(var agent, var node, _)
        ? new Subject.Attempt(agent, node, stream)
        : rule.who().example();
  }
}
