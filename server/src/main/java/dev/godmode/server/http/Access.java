package dev.godmode.server.http;

/** Who may use a route. */
public enum Access {
  /** Anybody who reaches the port: it gives nothing away. */
  OPEN,
  /** The owner, by token or by a browser's session. */
  OWNER
}
