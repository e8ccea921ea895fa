package dev.godmode.control.access;

import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.text.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whom a rule speaks of: {@code role:viewer}, {@code person:ada}, {@code agent:builder}, {@code
 * node:forge}; a star for any of the kind.
 */
public record Who(Kind kind, String name) {

  static final String ANY = "*";

  /** What kind of somebody. */
  public enum Kind {
    ROLE,
    PERSON,
    AGENT,
    NODE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none, with what was probably meant
   */
  public static Who parse(String text) {
    var parts = text.split(":", 2);
    var kinds = Arrays.stream(Kind.values()).map(Kind::word).toList();
    if (parts.length < 2 || parts[1].isBlank()) {
      throw new IllegalArgumentException(
          "'%s' is nobody: write role:viewer, person:ada, agent:builder or node:forge"
              .formatted(text));
    }
    if (!kinds.contains(parts[0])) {
      throw new IllegalArgumentException(
          "there is no kind '%s'%s; kinds are %s"
              .formatted(parts[0], Spelling.hint(parts[0], kinds), String.join(", ", kinds)));
    }
    var kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
    if (kind == Kind.ROLE && !parts[1].equals(ANY) && !roles().contains(parts[1])) {
      throw new IllegalArgumentException(
          "there is no role '%s'%s; roles are %s"
              .formatted(parts[1], Spelling.hint(parts[1], roles()), String.join(", ", roles())));
    }
    return new Who(kind, parts[1]);
  }

  static List<String> roles() {
    return Arrays.stream(Role.values()).map(Role::word).toList();
  }

  boolean is(Subject subject) {
    return switch (subject) {
      case Subject.Person(var person, var role) ->
          switch (kind) {
            case ROLE -> fits(role.word());
            case PERSON -> fits(person);
            case AGENT, NODE -> false;
          };
      case Subject.Attempt attempt ->
          switch (kind) {
            case AGENT -> fits(attempt.agent());
            case NODE -> fits(attempt.node());
            case ROLE, PERSON -> false;
          };
    };
  }

  private boolean fits(String other) {
    return name.equals(ANY) || name.equals(other);
  }

  /** As it is written. */
  public String word() {
    return kind.word() + ":" + name;
  }

  /** Somebody whom it speaks of and who is otherwise nobody in particular. */
  public Subject example() {
    return switch (kind) {
      case ROLE ->
          new Subject.Person(
              "", name.equals(ANY) ? Role.VIEWER : Role.valueOf(name.toUpperCase(Locale.ROOT)));
      case PERSON -> new Subject.Person(name, Role.VIEWER);
      case AGENT -> new Subject.Attempt(name, "", "");
      case NODE -> new Subject.Attempt("", name, "");
    };
  }
}
