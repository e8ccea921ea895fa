package dev.godmode.protocol.task;

/** What a waiting task needs a person for. */
public enum WaitingFor {
  /** It was submitted to ask before it runs. */
  APPROVAL,
  /** A task it comes after ended badly. */
  DEPENDENCY,
  /** Its node is lost with it: shall it move? */
  NODE,
  /** Whoever entered it said that a person must look at it. */
  PERSON,
  /** A persistent agent ended too often: it is not started again by itself. */
  RESTART,
  /** It may not use a secret that it names, or there is none of that name. */
  SECRET,
  /** Its program asks, in the midst of its work. */
  ANSWER,
  /** Its agent's program has no login on that node. */
  LOGIN,
  /** What its agent needs could not be reached, again and again. */
  SERVICE
}
