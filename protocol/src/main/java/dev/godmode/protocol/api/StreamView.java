package dev.godmode.protocol.api;

import dev.godmode.protocol.task.StreamPolicy;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A line of work as it is now.
 *
 * @param queued tasks that may run and wait for a place
 * @param running attempts that are leased
 * @param agents what is queued, by type of agent; types with nothing queued are left out
 */
public record StreamView(StreamPolicy policy, int queued, int running, List<AgentQueue> agents) {

  public StreamView {
    agents = List.copyOf(agents);
  }

  /**
   * What is queued for one type of agent.
   *
   * @param oldestSince since when the task is queued that waits longest
   */
  public record AgentQueue(String agentType, int queued, Instant oldestSince) {}

  /** Since when the task is queued that waits longest; empty when none is. */
  public Optional<Instant> oldest() {
    return agents.stream().map(AgentQueue::oldestSince).min(Comparator.naturalOrder());
  }
}
