package dev.godmode.server.view;

import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import dev.godmode.protocol.api.DocumentStanding;
import dev.godmode.protocol.api.NodeView;
import dev.godmode.protocol.code.SharedCode;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Usage;
import dev.godmode.server.change.CodeReach;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Nodes as the API shows them. */
public final class NodeViews {

  private final Function<NodeId, Optional<DocumentStanding>> documents;
  private final CodeReach code;

  /**
   * Views of nodes.
   *
   * @param documents how a node stands to the newest snapshot
   */
  public NodeViews(Function<NodeId, Optional<DocumentStanding>> documents, CodeReach code) {
    this.documents = documents;
    this.code = code;
  }

  /** All nodes of the fleet by name; removed ones are history. */
  public List<NodeView> all(Kernel kernel) {
    var shared =
        kernel.fleet().code().values().stream()
            .sorted(Comparator.comparing(SharedCode::name))
            .toList();
    return kernel.nodes().stream()
        .filter(node -> node.state() != NodeState.REMOVED)
        .map(node -> of(kernel, node, shared))
        .sorted(Comparator.comparing(NodeView::name))
        .toList();
  }

  private NodeView of(Kernel kernel, Node node, List<SharedCode> shared) {
    var signs = kernel.signs(node.id());
    return new NodeView(
        node.id(),
        node.name(),
        node.state(),
        node.schedulability(),
        node.slots(),
        kernel.leased(node.id()),
        signs.map(NodeSigns::usage).orElse(Usage.UNKNOWN),
        node.inventory(),
        signs.map(NodeSigns::heardAt),
        node.drainBy(),
        node.enrolledAt(),
        node.stateSince(),
        node.allowed(),
        node.drain(),
        documents.apply(node.id()),
        shared.stream().map(one -> code.standing(node.id(), one)).toList());
  }
}
