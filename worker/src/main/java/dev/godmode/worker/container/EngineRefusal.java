package dev.godmode.worker.container;

import java.io.IOException;

/** The engine answers, and says no. */
final class EngineRefusal extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  EngineRefusal(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What it was asked about is not there. */
  boolean isNotFound() {
    return status == 404;
  }
}
