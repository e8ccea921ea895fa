package dev.godmode.server.memory;

import dev.godmode.control.access.Scope;
import dev.godmode.control.memory.Memories;
import dev.godmode.control.memory.graph.GraphFollower;
import dev.godmode.protocol.api.MemoryViews.GraphStatus;
import dev.godmode.protocol.api.MemoryViews.MemoryStatus;
import dev.godmode.server.http.Route;
import java.util.List;
import java.util.TreeMap;

/** How memory is, and how it is made anew. For people. */
final class MemoryStatusRoutes {

  private static final String MEMORY = "/api/v1/memory";

  private final Memories memories;
  private final GraphFollower graph;
  private final ScopeNames names;

  MemoryStatusRoutes(Memories memories, GraphFollower graph, ScopeNames names) {
    this.memories = memories;
    this.graph = graph;
    this.names = names;
  }

  List<Route> routes() {
    return List.of(
        Route.get(MEMORY + "/status", "How much is remembered, and how far index and graph are")
            .needs(Scope.MEMORY_READ)
            .answers(MemoryStatus.class, _ -> status()),
        Route.post(MEMORY + "/reindex", "Make index and graph anew, from what is remembered")
            .needs(Scope.MEMORY_WRITE)
            .answers(MemoryStatus.class, _ -> reindex()));
  }

  private MemoryStatus status() {
    var counts = memories.store().counts();
    var scopes = new TreeMap<String, Long>();
    counts.forEach((scope, many) -> scopes.put(names.word(scope), many));
    var progress = memories.follower().progress();
    var known = graph.progress();
    return new MemoryStatus(
        counts.values().stream().mapToLong(many -> many).sum(),
        scopes,
        progress.position(),
        progress.of(),
        progress.embedder(),
        progress.noMeaning(),
        progress.trouble(),
        new GraphStatus(graph.relations(), known.position(), known.trouble()));
  }

  private MemoryStatus reindex() {
    memories.follower().again();
    graph.again();
    return status();
  }
}
