package dev.godmode.worker.attempt;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A persistent agent lives once on its node: its next life begins when nothing of the one before is
 * left, for both would work in the same folder.
 */
final class OneLife {

  private final Map<String, ReentrantLock> lives = new ConcurrentHashMap<>();

  /** Runs an attempt to its end; of attempts that keep the same agent one after the other. */
  void live(Optional<String> agent, AttemptRun run) {
    if (agent.isEmpty()) {
      run.run();
      return;
    }
    var life = lives.computeIfAbsent(agent.get(), _ -> new ReentrantLock());
    life.lock();
    try {
      run.run();
    } finally {
      life.unlock();
    }
  }
}
