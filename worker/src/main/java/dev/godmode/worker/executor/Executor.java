package dev.godmode.worker.executor;

import dev.godmode.protocol.task.Assignment;
import java.io.IOException;

/** Starts programs: as processes of the node, or in containers. */
public interface Executor {

  /** Which executor an assignment asks for. */
  interface Choice {
    Executor executorFor(Assignment assignment);
  }

  /**
   * Starts a program.
   *
   * @throws ExecutorLost when this node cannot run anything in this way just now
   * @throws IOException when this program cannot be started, in words for people
   */
  Program start(Launch launch) throws IOException, InterruptedException;
}
