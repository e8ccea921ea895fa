package dev.godmode.protocol.document;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The canonical documents as they were at one time.
 *
 * @param author who made it necessary: whoever changed the files, or accepted a proposal
 * @param documents by path
 */
public record DocumentSnapshot(
    SnapshotMark mark, Instant at, String author, List<Document> documents) {

  public DocumentSnapshot {
    documents = List.copyOf(documents);
  }

  /** SHA-256 over what documents there are and what is in them; they must be sorted by path. */
  public static String tree(List<Document> documents) {
    return ContentHash.of(
        documents.stream()
            .map(one -> "%s\0%s\0%d\n".formatted(one.path(), one.hash(), one.bytes()))
            .collect(Collectors.joining()));
  }

  public Optional<Document> document(String path) {
    return documents.stream().filter(one -> one.path().equals(path)).findFirst();
  }

  /** What cannot be true of a snapshot, in words; empty when it fits together. */
  public Optional<String> problem() {
    if (!tree(documents).equals(mark.tree())) {
      return Optional.of("its documents are not those of its tree hash");
    }
    if (documents.size() > DocumentLimits.DOCUMENTS_MAX
        || documents.stream().mapToLong(Document::bytes).sum()
            > DocumentLimits.SNAPSHOT_MAX_BYTES) {
      return Optional.of("it is larger than any may be");
    }
    var known = new HashSet<String>();
    for (var one : documents) {
      var wrong = DocumentPath.problem(one.path());
      if (wrong.isPresent()) {
        return Optional.of("%s %s".formatted(one.path(), wrong.get()));
      }
      if (!one.hash().matches(ContentHash.PATTERN)
          || one.bytes() < 0
          || one.bytes() > DocumentLimits.DOCUMENT_MAX_BYTES
          || !known.add(one.path().toLowerCase(Locale.ROOT))) {
        return Optional.of("%s is described in a way that cannot be".formatted(one.path()));
      }
    }
    return Optional.empty();
  }
}
