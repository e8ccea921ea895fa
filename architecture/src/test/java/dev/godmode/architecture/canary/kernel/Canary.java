package dev.godmode.architecture.canary.kernel;

import dev.godmode.protocol.task.TaskId;
import java.time.Instant;

/** Breaks rules on purpose, so that a test can see that they bite. */
final class Canary {

  private Canary() {}

  static TaskId sing() {
    return new TaskId(Instant.now().toString());
  }
}
