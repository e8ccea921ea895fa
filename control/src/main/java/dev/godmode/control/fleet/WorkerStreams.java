package dev.godmode.control.fleet;

import dev.godmode.kernel.Effect;

/** Carries effects to the nodes' open streams. */
public interface WorkerStreams {

  /**
   * Sends to the node if it is connected, else drops it: the kernel says everything again when the
   * node reconnects. Never blocks on a slow node.
   */
  void deliver(Effect effect);
}
