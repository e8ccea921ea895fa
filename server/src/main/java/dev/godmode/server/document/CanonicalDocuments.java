package dev.godmode.server.document;

import dev.godmode.control.document.DocumentLibrary;
import dev.godmode.control.document.TextDiff;

/**
 * All that there is of the canonical documents.
 *
 * @param reach which nodes have which
 */
public record CanonicalDocuments(
    DocumentLibrary library, DocumentReach reach, TextDiff diff, ProposalBox proposals) {}
