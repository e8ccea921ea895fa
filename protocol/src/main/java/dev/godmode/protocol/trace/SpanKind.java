package dev.godmode.protocol.trace;

/** What goes on in a span. */
public enum SpanKind {
  /** All of a task, from when it was handed in to its end. */
  TASK,
  /** It cannot run yet: after others, until a time, or for a person. */
  PENDING,
  /** It is ready, and waits for a slot. */
  QUEUED,
  /** One attempt, from its lease to its end. */
  ATTEMPT,
  /** Its program is not there yet. */
  READY,
  /** It asks a model. */
  MODEL,
  /** It uses a tool of its own. */
  TOOL,
  /** It uses a tool of the fleet's. */
  FLEET,
  /** It waits for a person's answer. */
  QUESTION,
  /** An acceptance check. */
  CHECK
}
