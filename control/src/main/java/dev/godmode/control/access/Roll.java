package dev.godmode.control.access;

import dev.godmode.protocol.people.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the workspace's {@code people.yaml} says: who vouches for people, and who of those they
 * vouch for is let in, as what. Nobody is let in whom no line names.
 */
public record Roll(Optional<LoginProvider> provider, List<Line> lines) {

  /** Nobody but those that the owner let in by name. */
  public static final Roll EMPTY = new Roll(Optional.empty(), List.of());

  public Roll {
    lines = List.copyOf(lines);
  }

  /**
   * One line: whom it names, and what they are.
   *
   * @param number its place in the file, from 1
   */
  public record Line(int number, Mark mark, Role role) {

    /** "line 7: email ada@example.com is viewer". */
    public String words() {
      return "line %d: %s %s is %s".formatted(number, mark.key(), mark.value(), role.word());
    }
  }

  /** By what a line knows somebody. */
  public sealed interface Mark {

    /** The key in the file. */
    String key();

    String value();

    boolean is(ProvenIdentity identity);

    /** An address that the provider has verified. */
    record Email(String value) implements Mark {
      @Override
      public String key() {
        return "email";
      }

      @Override
      public boolean is(ProvenIdentity identity) {
        return switch (identity) {
          case ProvenIdentity.Federated one -> one.email().filter(value::equals).isPresent();
          case ProvenIdentity.TailnetUser _ -> false;
        };
      }
    }

    /** A group that the provider counts people to. */
    record Group(String value) implements Mark {
      @Override
      public String key() {
        return "group";
      }

      @Override
      public boolean is(ProvenIdentity identity) {
        return switch (identity) {
          case ProvenIdentity.Federated one -> one.groups().contains(value);
          case ProvenIdentity.TailnetUser _ -> false;
        };
      }
    }

    /** The provider's own name of somebody, which never becomes another's. */
    record Subject(String value) implements Mark {
      @Override
      public String key() {
        return "subject";
      }

      @Override
      public boolean is(ProvenIdentity identity) {
        return switch (identity) {
          case ProvenIdentity.Federated one -> one.subject().equals(value);
          case ProvenIdentity.TailnetUser _ -> false;
        };
      }
    }

    /** A login of the tailnet, which belongs to the tailnet's own login provider. */
    record Tailnet(String value) implements Mark {
      @Override
      public String key() {
        return "tailnet";
      }

      @Override
      public boolean is(ProvenIdentity identity) {
        return switch (identity) {
          case ProvenIdentity.Federated _ -> false;
          case ProvenIdentity.TailnetUser one -> one.login().equals(value);
        };
      }
    }
  }

  /** The line that lets somebody in; of several the one with the greatest role. */
  public Optional<Line> find(ProvenIdentity identity) {
    return isVouchedFor(identity)
        ? lines.stream()
            .filter(line -> line.mark().is(identity))
            .min(Comparator.comparing(Line::role))
        : Optional.empty();
  }

  /** What a provider said whom the owner trusts no more, counts no more. */
  private boolean isVouchedFor(ProvenIdentity identity) {
    return switch (identity) {
      case ProvenIdentity.Federated one ->
          provider.filter(it -> it.issuer().toString().equals(one.issuer())).isPresent();
      case ProvenIdentity.TailnetUser _ -> true; // nobody is one where tailscaled is not asked
    };
  }
}
