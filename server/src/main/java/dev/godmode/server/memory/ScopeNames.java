package dev.godmode.server.memory;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.MemoryScope.Kind;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.api.MemoryViews.MemoryView;
import dev.godmode.protocol.api.MemoryViews.PromotionView;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.view.NodeFinder;
import java.util.Locale;

/**
 * Scopes as people write them. Memories of a node are kept by its id, for another machine may have
 * its name one day; people say the name.
 */
public final class ScopeNames {

  private final Engine engine;
  private final NodeFinder nodes;

  public ScopeNames(Engine engine) {
    this.engine = engine;
    this.nodes = new NodeFinder(engine);
  }

  /** The scope that somebody means: "node:forge", or "node" for an attempt's own. */
  MemoryScope scope(Asker asker, String word) {
    if (asker instanceof Asker.Program program
        && MemoryScope.kinds().contains(word)
        && !word.equals(Kind.FLEET.word())) {
      return program
          .own(Kind.valueOf(word.toUpperCase(Locale.ROOT)))
          .orElseThrow(() -> Refusal.invalid("this attempt's task is of no stream"));
    }
    var scope = MemoryScope.parse(word);
    return scope.kind() == Kind.NODE
        ? MemoryScope.node(nodes.node(scope.name()).id().value())
        : scope;
  }

  String word(MemoryScope scope) {
    return scope.kind() == Kind.NODE ? "node:" + name(scope.name()) : scope.word();
  }

  /** The node's name; its id when it is no more. */
  String name(String id) {
    return id.isEmpty()
        ? ""
        : engine.read(kernel -> kernel.node(new NodeId(id)).map(Node::name).orElse(id)).join();
  }

  MemoryView view(Memory memory) {
    var from = memory.from();
    return new MemoryView(
        memory.id(),
        word(memory.scope()),
        memory.text(),
        memory.tags(),
        from.at(),
        from.who(),
        from.agent(),
        from.stream(),
        name(from.node()),
        from.source(),
        memory.expiresAt(),
        memory.promoted().map(one -> new PromotionView(word(one.from()), one.by(), one.at())),
        memory.summedUpIn());
  }
}
