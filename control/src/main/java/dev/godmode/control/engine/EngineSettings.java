package dev.godmode.control.engine;

import java.time.Duration;

/**
 * Limits and times of the engine.
 *
 * @param inboxMax commands that may wait; one more is refused as busy
 * @param batchMax commands decided and committed together
 * @param pipelineMax events, effects and answers that may wait together for the commit
 * @param changesMax projected things that may wait before commits slow down
 * @param commitEvery least time between the starts of two commits: what is decided within it
 *     becomes durable together, and costs the disk and the database once
 * @param tickEvery how often time is told to the kernel
 * @param retryEvery pause before the database is tried again
 * @param gatherFor least time between two writes of the tables while nobody waits for them
 * @param catchUp how long a reader waits for the tables
 */
public record EngineSettings(
    int inboxMax,
    int batchMax,
    int pipelineMax,
    int changesMax,
    Duration commitEvery,
    Duration tickEvery,
    Duration retryEvery,
    Duration gatherFor,
    Duration catchUp) {

  public static final EngineSettings DEFAULT =
      new EngineSettings(
          50_000,
          1_000,
          8_000,
          100_000,
          Duration.ofNanos(500_000),
          Duration.ofMillis(200),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(2));
}
