package dev.godmode.server.http;

import dev.godmode.control.access.Scope;

/** Who may use a route. */
public sealed interface Access {

  /** Anybody who reaches the port: it gives nothing away. */
  record Open() implements Access {}

  /** Whoever is known, whatever they may do: it is about themselves. */
  record Known() implements Access {}

  /** A person, whatever they may do; no agent. */
  record People() implements Access {}

  /** A replica of the model gateway, on the fleet port; nobody else. */
  record Replica() implements Access {}

  /** A person who is allowed this. */
  record Needs(Scope scope) implements Access {}

  /**
   * A person who is allowed this, or an attempt that is: the handler keeps it to its own, its task
   * and what it handed in.
   */
  record NeedsOwn(Scope scope) implements Access {}
}
