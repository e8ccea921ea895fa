package dev.godmode.worker.document;

import dev.godmode.protocol.document.SnapshotMark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The documents as an attempt gets them: they stay as they are until it gives them back.
 *
 * @param mark which snapshot; empty when the documents are none that control signed
 * @param root the snapshot's folder
 * @param docs the design documents
 */
public record Loan(
    Optional<SnapshotMark> mark, Optional<Path> root, Optional<Path> docs, Runnable returned)
    implements AutoCloseable {

  private static final String DESIGN_DOCS = "design_docs";

  /** No documents. */
  public static final Loan NOTHING =
      new Loan(Optional.empty(), Optional.empty(), Optional.empty(), () -> {});

  /** Itself, or a folder that this machine's operator named where there is no snapshot. */
  public Loan or(Optional<Path> folder) {
    return mark.isPresent() ? this : new Loan(mark, root, folder, returned);
  }

  static Loan of(SnapshotMark mark, Path root, Runnable returned) {
    return new Loan(
        Optional.of(mark),
        Optional.of(root),
        Optional.of(root.resolve(DESIGN_DOCS)).filter(Files::isDirectory),
        returned);
  }

  @Override
  public void close() {
    returned.run();
  }
}
