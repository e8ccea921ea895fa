package dev.godmode.server.memory;

import dev.godmode.control.access.Scope;
import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.Meanings;
import dev.godmode.control.memory.Memories;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryImport;
import dev.godmode.control.memory.MemoryLimits;
import dev.godmode.control.memory.MemoryStore.Listing;
import dev.godmode.protocol.api.MemoryViews.ImportedMemories;
import dev.godmode.protocol.api.MemoryViews.LeftOut;
import dev.godmode.protocol.json.Json;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Brings notes in from elsewhere, and memories out. For people. */
final class MemoryTransferRoutes {

  private static final String MEMORY = "/api/v1/memory";
  private static final String JSON_LINES = "application/jsonl";
  private static final long IMPORT_MAX_BYTES = 8L << 20;

  /** What the index lacks is embedded while it is written. */
  private static final int MEANT_AT_ONCE = 64;

  private final Memories memories;
  private final ScopeNames names;

  MemoryTransferRoutes(Memories memories, ScopeNames names) {
    this.memories = memories;
    this.names = names;
  }

  List<Route> routes() {
    return List.of(
        Route.post(MEMORY + "/import", "Remember notes, one a line; bad lines are named")
            .needs(Scope.MEMORY_WRITE)
            .query("source", String.class, "where they come from, as a file's name")
            .query("scope", String.class, "of all of them; their own, or fleet, if left out")
            .query("embedder", String.class, "whose embeddings the notes bring, under 'embedding'")
            .takes(JSON_LINES, IMPORT_MAX_BYTES)
            .answers(ImportedMemories.class, this::take),
        Route.get(MEMORY + "/export", "Memories as JSON Lines, the newest first")
            .needs(Scope.MEMORY_READ)
            .query("scope", String.class, "only of this scope")
            .query("tag", String.class, "only with this tag")
            .query("embedder", String.class, "with what each means by this one, which is in use")
            .writes(JSON_LINES, this::give));
  }

  private ImportedMemories take(Call call) {
    var asker = MemoryRoutes.asker(call);
    var taken =
        MemoryImport.take(
            memories,
            asker,
            new MemoryImport.Way(
                call.query("source").orElse("import"),
                call.query("scope").map(word -> names.scope(asker, word)),
                call.query("embedder"),
                word -> names.scope(asker, word)),
            call.bytes());
    return new ImportedMemories(
        taken.remembered(),
        taken.known(),
        taken.leftOut(),
        taken.named().stream().map(line -> new LeftOut(line.line(), line.why())).toList(),
        taken.anew());
  }

  private void give(Call call) {
    var asker = MemoryRoutes.asker(call);
    var scopes = call.query("scope").map(word -> Set.of(names.scope(asker, word)));
    var tag = call.query("tag").map(Memory::tag);
    var meanings = call.query("embedder").map(memories::meanings).map(Refusal::unless);
    var limit = meanings.isPresent() ? MEANT_AT_ONCE : MemoryLimits.PAGE_MAX;
    call.header("Content-Disposition", "attachment; filename=\"memories.jsonl\"");
    try (var out = call.stream(JSON_LINES)) {
      var page = memories.list(asker, new Listing(scopes, tag, Optional.empty(), limit));
      while (!page.isEmpty()) {
        write(out, page, meanings);
        var before = Optional.of(page.getLast().id());
        page = memories.list(asker, new Listing(scopes, tag, before, limit));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(OutputStream out, List<Memory> page, Optional<Meanings> meanings)
      throws IOException {
    Map<String, Embedding> meant = meanings.map(all -> all.of(page)).orElse(Map.of());
    for (var memory : page) {
      var line = Json.mapper().<ObjectNode>valueToTree(names.view(memory));
      Optional.ofNullable(meant.get(memory.id()))
          .ifPresent(meaning -> line.put(Meanings.FIELD, meaning.base64()));
      out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
