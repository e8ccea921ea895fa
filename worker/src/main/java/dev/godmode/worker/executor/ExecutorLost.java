package dev.godmode.worker.executor;

import java.io.IOException;

/** What the node runs programs with is gone, which is no fault of the program's. */
public class ExecutorLost extends IOException {
  private static final long serialVersionUID = 1;

  public ExecutorLost(String message) {
    super(message);
  }
}
