package dev.godmode.server.identity;

import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;

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

  /** The owner, by token or by a browser's session. */
  record Owner() implements Principal {
    @Override
    public String name() {
      return "owner";
    }

    @Override
    public boolean may(Scope scope) {
      return true;
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
