package dev.godmode.protocol.task;

/** Whose fault it is that an attempt did not end well. Only the first two use up attempts. */
public enum FailureCause {
  /** What was made does not pass. */
  TASK,
  /** Whoever made it failed: it crashed, gave up, ran out of time. */
  AGENT,
  /** The fleet, a node, or a service that it needs. */
  INFRASTRUCTURE,
  /** A limit of use that ends by itself. */
  LIMIT,
  /** It was not allowed. */
  POLICY,
  /** A person stopped it, or must do something first. */
  HUMAN
}
