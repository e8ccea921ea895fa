package dev.godmode.kernel.node;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;

/** Is told what becomes of nodes, at once. */
public interface NodeWatch {

  /** It is new, or what is known of it has changed. */
  void changed(Node node);

  /** It said how it does. */
  void measured(NodeId node, Usage usage);

  /** What it said is too old to say anything. */
  void distrusted(NodeId node);
}
