package dev.godmode.control.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule of a policy.
 *
 * @param line in the file, from 1
 * @param allows else it denies, and wins over all that allow
 * @param named the named things it speaks of
 * @param text the scopes as they are written
 * @param stream only attempts of its tasks; all when empty
 */
public record Rule(
    int line,
    boolean allows,
    Who who,
    Set<Scope> scopes,
    List<Names> named,
    String text,
    Optional<String> stream) {

  public Rule {
    scopes = Set.copyOf(scopes);
    named = List.copyOf(named);
  }

  boolean speaksOf(Subject subject, Right right) {
    return speaksOf(right) && isAbout(subject);
  }

  /** Whether it is about them, whatever they ask for. */
  boolean isAbout(Subject subject) {
    return who.is(subject) && stream.stream().allMatch(s -> in(subject, s));
  }

  /** Whether it is about this, whoever asks. */
  boolean speaksOf(Right right) {
    return switch (right) {
      case Scope scope -> scopes.contains(scope);
      case Right.Named one -> named.stream().anyMatch(names -> names.fits(one));
    };
  }

  private static boolean in(Subject subject, String name) {
    return subject instanceof Subject.Attempt attempt && attempt.stream().equals(name);
  }

  /** "line 7: agent:builder may tasks:submit". */
  public String words() {
    return "line %d: %s %s %s%s"
        .formatted(
            line,
            who.word(),
            allows ? "may" : "may not",
            text,
            stream.map(name -> " in stream " + name).orElse(""));
  }
}
