package dev.godmode.server.document;

import dev.godmode.adapters.git.GitDiff;
import dev.godmode.adapters.git.GitSnapshotStore;
import dev.godmode.control.document.CanonicalTree;
import dev.godmode.control.document.DocumentLibrary;
import dev.godmode.control.document.ProposedContents;
import dev.godmode.control.document.TextDiff;
import dev.godmode.control.engine.Engine;
import dev.godmode.server.identity.Authority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * All that there is of the canonical documents.
 *
 * @param reach which nodes have which
 */
public record CanonicalDocuments(
    DocumentLibrary library, DocumentReach reach, TextDiff diff, ProposalBox proposals) {

  /**
   * Where they are.
   *
   * @param control control's own folder
   */
  public record Places(Path workspace, Path control) {}

  /**
   * Opens them.
   *
   * @param inherits whether another control kept them until now
   */
  public static CanonicalDocuments open(
      Places places, Engine engine, Authority authority, InstantSource clock, boolean inherits)
      throws IOException {
    var library =
        new DocumentLibrary(
            new CanonicalTree(places.workspace()),
            new GitSnapshotStore(places.control().resolve("documents.git")),
            new JournaledDocuments(engine),
            authority,
            clock);
    if (inherits) {
      library.inherit();
    }
    var diff = new GitDiff();
    var proposals =
        new ProposalBox(
            places.workspace(),
            engine,
            new ProposedContents(places.control().resolve("proposed")),
            library,
            diff);
    return new CanonicalDocuments(library, new DocumentReach(library, clock), diff, proposals);
  }
}
