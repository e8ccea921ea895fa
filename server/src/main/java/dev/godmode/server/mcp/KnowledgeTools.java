package dev.godmode.server.mcp;

import static dev.godmode.server.mcp.Effect.ADDS;
import static dev.godmode.server.mcp.Effect.READS;
import static dev.godmode.server.mcp.ToolDraft.tool;

import java.util.List;

/** What is known: documents, the roadmap, the ledger. */
final class KnowledgeTools {

  private static final int LISTED = 20;

  static final List<ToolDraft> KNOWLEDGE =
      List.of(
          tool(
              "documents_list",
              "List documents",
              READS,
              "GET /api/v1/documents",
              "The canonical documents (design, roadmap, agents, policy) of the newest signed snapshot."),
          tool(
                  "document_read",
                  "Read a document",
                  READS,
                  "GET /api/v1/documents/text",
                  "The text of a canonical document, as control signed it.")
              .says("path", "for example design_docs/fleet.md"),
          tool(
                  "document_propose",
                  "Propose a change of a document",
                  ADDS,
                  "POST /api/v1/proposals",
                  "Propose a change of a canonical document; a person decides. Give the whole new 'content', or a "
                      + "unified 'diff' against 'base'.")
              .says("path", "the document, for example design_docs/fleet.md")
              .says(
                  "base",
                  "the hash of the content that you started from; leave it out for a new document")
              .says("why", "in a sentence, for the person who decides"),
          tool(
              "roadmap_status",
              "Show the roadmap's state",
              READS,
              "GET /api/v1/roadmap",
              "How the roadmap file stands: its lines, those that cannot be read, conflicts."),
          tool(
              "roadmap_read",
              "Read the roadmap",
              READS,
              "GET /api/v1/roadmap/export",
              "The roadmap as JSON Lines: one object a line, with the state each has now."),
          tool(
                  "ledger_list",
                  "Search the ledger",
                  READS,
                  "GET /api/v1/ledger",
                  "Every fact of the fleet, newest first, in sentences: who did what, when and why. 'next' of an answer "
                      + "is the 'cursor' of the page after it.")
              .usually("limit", LISTED),
          tool(
              "ledger_totals",
              "Add up money and tokens",
              READS,
              "GET /api/v1/ledger/totals",
              "What was spent and what came in, by stream, agent, node, day, model or task."));

  private KnowledgeTools() {}
}
