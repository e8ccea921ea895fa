package dev.godmode.protocol.api;

import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.node.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The canonical documents as people see them. */
public final class Documents {

  private Documents() {}

  /**
   * A snapshot, without what is in it.
   *
   * @param documents how many
   */
  public record SnapshotView(SnapshotMark mark, Instant at, String author, int documents) {}

  public record SnapshotList(List<SnapshotView> items) {}

  /** A snapshot with what is in it. */
  public record SnapshotDetail(SnapshotView snapshot, List<Document> documents) {}

  /**
   * How the documents are.
   *
   * @param newest empty before the first snapshot
   * @param roots what of the workspace is canonical
   * @param problems what of it is left out, and why
   */
  public record DocumentsView(
      Optional<SnapshotDetail> newest, List<String> roots, List<DocumentTrouble> problems) {}

  public record DocumentTrouble(String path, String why) {}

  /** Whether all that is kept is what control signed. */
  public record DocumentsVerdict(boolean sound, List<DocumentTrouble> problems) {}

  public record NodeDocuments(NodeId node, String name, DocumentStanding documents) {}

  public record NodeDocumentsList(List<NodeDocuments> items) {}

  /**
   * What became of a document from one snapshot to another.
   *
   * @param change "added", "changed" or "removed"
   * @param diff unified
   */
  public record DocumentChange(String path, String change, String diff) {}

  public record DocumentChanges(long from, long to, List<DocumentChange> items) {}
}
