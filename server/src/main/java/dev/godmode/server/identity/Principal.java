package dev.godmode.server.identity;

import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.protocol.people.Role;
import java.util.Set;

/** Who asks. */
public sealed interface Principal {

  /** As the ledger names them. */
  String name();

  boolean may(Scope scope);

  /** Anybody who reached the port. */
  record Stranger() implements Principal {
    @Override
    public String name() {
      return "somebody";
    }

    @Override
    public boolean may(Scope scope) {
      return false;
    }
  }

  /**
   * Somebody of the people, by the owner's token or by a browser's session.
   *
   * @param scopes what the policy allows them now
   */
  record Person(String name, Role role, Set<Scope> scopes) implements Principal {
    public Person {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public boolean may(Scope scope) {
      return scopes.contains(scope);
    }
  }

  /** A copy of the model gateway in a process of its own. */
  record Replica() implements Principal {
    @Override
    public String name() {
      return "a replica of the gateway";
    }

    @Override
    public boolean may(Scope scope) {
      return false;
    }
  }

  /** The program of an attempt whose lease lives. */
  record Holder(AttemptClaims claims) implements Principal {
    @Override
    public String name() {
      return claims.holder();
    }

    @Override
    public boolean may(Scope scope) {
      return claims.scopes().contains(scope);
    }
  }
}
