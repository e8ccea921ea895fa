package dev.godmode.protocol.task;

import dev.godmode.protocol.node.NodeId;
import java.util.Optional;

/**
 * What failed attempts have in common: the type of agent, the node, the repository. A part that is
 * empty may be any; at least one is not.
 */
public record FailureRoute(
    Optional<String> agentType, Optional<NodeId> node, Optional<String> repository) {

  /** Whether all that goes by the other goes by this one, too. */
  public boolean covers(FailureRoute other) {
    return covers(agentType, other.agentType)
        && covers(node, other.node)
        && covers(repository, other.repository);
  }

  private static <T> boolean covers(Optional<T> part, Optional<T> others) {
    return part.isEmpty() || part.equals(others);
  }

  /**
   * For people: "agent reviewer on forge in https://…".
   *
   * @param nodeName how they know the node
   */
  public String words(String nodeName) {
    return (agentType.map("agent %s"::formatted).orElse("every agent")
            + node.map(_ -> " on " + nodeName).orElse("")
            + repository.map(" in %s"::formatted).orElse(""))
        .strip();
  }
}
