package dev.godmode.server.view;

import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Refusal;
import java.util.List;

/** Finds nodes by what people call them. */
public final class NodeFinder {

  private final Engine engine;

  public NodeFinder(Engine engine) {
    this.engine = engine;
  }

  /** By id, name, or a unique beginning of the id. */
  public Node node(String words) {
    var nodes = engine.read((Kernel kernel) -> List.copyOf(kernel.nodes())).join();
    var exact =
        nodes.stream()
            .filter(node -> node.id().value().equals(words) || node.name().equals(words))
            .findFirst();
    if (exact.isPresent()) {
      return exact.get();
    }
    var beginning = nodes.stream().filter(node -> node.id().value().startsWith(words)).toList();
    if (beginning.size() == 1) {
      return beginning.getFirst();
    }
    throw beginning.isEmpty()
        ? Refusal.notFound(
            "there is no node '%s'%s; 'gm nodes' lists them"
                .formatted(words, Spelling.hint(words, nodes.stream().map(Node::name).toList())))
        : Refusal.conflict(
            "'%s' could be %d nodes: give more of the id".formatted(words, beginning.size()));
  }
}
