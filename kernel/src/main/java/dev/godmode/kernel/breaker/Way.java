package dev.godmode.kernel.breaker;

import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.FailureRoute;
import dev.godmode.protocol.task.Source;
import java.util.List;
import java.util.Optional;

/**
 * The way that one attempt went: its agent, its node, its repository. What two ways share is a set
 * of these three, written as bits.
 */
public record Way(String agentType, NodeId node, Optional<String> repository) {

  private static final int AGENT = 1;
  private static final int NODE = 2;
  private static final int REPOSITORY = 4;

  /** All that ways can share, the narrowest first: blame is laid on as little as explains it. */
  static final List<Integer> SHARES =
      List.of(
          AGENT | NODE | REPOSITORY,
          AGENT | NODE,
          AGENT | REPOSITORY,
          NODE | REPOSITORY,
          AGENT,
          REPOSITORY,
          NODE);

  public static Way of(Task task, NodeId node) {
    return new Way(task.spec().agentType(), node, task.spec().source().map(Source::repository));
  }

  /** What this way and another share. */
  int shared(Way other) {
    return (agentType.equals(other.agentType) ? AGENT : 0)
        | (node.equals(other.node) ? NODE : 0)
        | (repository.isPresent() && repository.equals(other.repository) ? REPOSITORY : 0);
  }

  /** Whether so much of it is there to be shared. */
  boolean has(int share) {
    return (share & REPOSITORY) == 0 || repository.isPresent();
  }

  static boolean isInRepository(int share) {
    return (share & REPOSITORY) != 0;
  }

  /** All ways that share so much with this one. */
  FailureRoute route(int share) {
    return new FailureRoute(
        Optional.of(agentType).filter(_ -> (share & AGENT) != 0),
        Optional.of(node).filter(_ -> (share & NODE) != 0),
        repository.filter(_ -> (share & REPOSITORY) != 0));
  }

  /** It as a route that nothing else goes. */
  FailureRoute whole() {
    return new FailureRoute(Optional.of(agentType), Optional.of(node), repository);
  }
}
