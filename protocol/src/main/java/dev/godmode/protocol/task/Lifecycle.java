package dev.godmode.protocol.task;

/** How long an agent lives. */
public sealed interface Lifecycle {

  /** Started for a task, gone when it is done. */
  record Burst() implements Lifecycle {}

  /** Long-lived, and always on its node. */
  record Persistent() implements Lifecycle {}

  Lifecycle BURST = new Burst();
}
