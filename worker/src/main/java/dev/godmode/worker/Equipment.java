package dev.godmode.worker;

import dev.godmode.protocol.node.Inventory;
import dev.godmode.worker.container.EngineFacts;
import java.util.Optional;
import java.util.function.Consumer;

/** What the machine offers: what was found at the start, and what has come and gone since. */
final class Equipment {

  /** The skill of a node that has the fleet's design documents. */
  private static final String DOCS = "docs";

  private final Inventory found;
  private final Consumer<Inventory> changed;
  private Optional<EngineFacts> engine = Optional.empty();
  private boolean documents;

  Equipment(Inventory found, Consumer<Inventory> changed) {
    this.found = found;
    this.changed = changed;
  }

  synchronized Inventory now() {
    var equipped = engine.map(facts -> facts.addedTo(found)).orElse(found);
    return documents ? equipped.offering(DOCS) : equipped;
  }

  /** A container engine came, or went. */
  synchronized void engine(Optional<EngineFacts> facts) {
    engine = facts;
    changed.accept(now());
  }

  /** Whether the fleet's design documents are here. */
  synchronized void documents(boolean here) {
    if (documents != here) {
      documents = here;
      changed.accept(now());
    }
  }
}
