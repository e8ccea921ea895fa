package dev.godmode.server.document;

import dev.godmode.control.document.DocumentLedger;
import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command.DistrustDocuments;
import dev.godmode.kernel.Command.TakeSnapshot;
import dev.godmode.protocol.document.SnapshotMark;
import java.util.Optional;

/** What the kernel knows of snapshots. */
public final class JournaledDocuments implements DocumentLedger {

  private static final String BY = "control";

  private final Engine engine;

  public JournaledDocuments(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Optional<SnapshotMark> newest() {
    return engine.read(kernel -> kernel.fleet().canon().newest()).join();
  }

  @Override
  public SnapshotMark take(String tree, int documents, String author) {
    engine.submit(BY, new TakeSnapshot(tree, documents, author)).join();
    return newest().orElseThrow();
  }

  @Override
  public void distrust(String where, String what) {
    var _ = engine.submit(BY, new DistrustDocuments(where, what));
  }
}
