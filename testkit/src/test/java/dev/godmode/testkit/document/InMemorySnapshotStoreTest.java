package dev.godmode.testkit.document;

import dev.godmode.control.document.SnapshotStore;
import dev.godmode.testkit.InMemorySnapshotStore;
import dev.godmode.testkit.contract.SnapshotStoreContract;

class InMemorySnapshotStoreTest extends SnapshotStoreContract {

  @Override
  protected SnapshotStore store() {
    return new InMemorySnapshotStore();
  }
}
