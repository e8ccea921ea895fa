package dev.godmode.worker.container;

import dev.godmode.worker.executor.ExecutorLost;

/** The engine does not answer. */
final class EngineDown extends ExecutorLost {
  private static final long serialVersionUID = 1;

  EngineDown(String message) {
    super(message);
  }
}
