package dev.godmode.server.memory;

import dev.godmode.control.access.Scope;
import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.Memories;
import dev.godmode.control.memory.Memories.Draft;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryStore.Known;
import dev.godmode.control.memory.graph.Entity;
import dev.godmode.control.memory.graph.Entity.Kind;
import dev.godmode.control.memory.graph.GraphFollower;
import dev.godmode.control.memory.graph.KnowledgeGraph.Told;
import dev.godmode.control.memory.graph.Neighbourhoods;
import dev.godmode.control.memory.graph.Neighbourhoods.Near;
import dev.godmode.control.memory.graph.SaidRelation;
import dev.godmode.protocol.api.MemoryViews.NearAnswer;
import dev.godmode.protocol.api.MemoryViews.NearEntity;
import dev.godmode.protocol.api.MemoryViews.NearRelation;
import dev.godmode.protocol.api.MemoryViews.NewRelation;
import dev.godmode.protocol.api.MemoryViews.Remembered;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.util.List;
import java.util.Optional;

/** What has to do with what, over HTTP. */
final class GraphRoutes {

  private static final String MEMORY = "/api/v1/memory";

  /** Of a memory's text so much says which it is. */
  private static final int LABEL_MAX = 120;

  private final Memories memories;
  private final Neighbourhoods neighbourhoods;
  private final GraphFollower graph;
  private final ScopeNames names;

  GraphRoutes(
      Memories memories, Neighbourhoods neighbourhoods, GraphFollower graph, ScopeNames names) {
    this.memories = memories;
    this.neighbourhoods = neighbourhoods;
    this.graph = graph;
    this.names = names;
  }

  List<Route> routes() {
    return List.of(
        Route.get(MEMORY + "/near", "What has to do with a memory, or with something that is named")
            .needsOwn(Scope.MEMORY_READ)
            .query("of", String.class, "a memory's id, a name, or KIND:NAME")
            .query("hops", Integer.class, "how many relations far, 2 as usual, 3 at most")
            .answers(NearAnswer.class, this::near),
        Route.post(MEMORY + "/relations", "Remember that one thing has to do with another")
            .needsOwn(Scope.MEMORY_WRITE)
            .takes(NewRelation.class)
            .creates(Remembered.class, this::relate));
  }

  private NearAnswer near(Call call) {
    var of =
        call.query("of")
            .filter(words -> !words.isBlank())
            .orElseThrow(
                () -> Refusal.invalid("say of what: 'of' is a memory's id, a name, or KIND:NAME"));
    var hops = (int) call.number("hops", Neighbourhoods.HOPS_USUAL, 1, Neighbourhoods.HOPS_MAX);
    var asker = MemoryRoutes.asker(call);
    var found = Refusal.unless(neighbourhoods.near(asker, of, hops));
    return new NearAnswer(
        found.near().stream().map(this::view).toList(),
        found.relations().stream().map(this::view).toList(),
        found.more(),
        graph.behind());
  }

  private NearEntity view(Near near) {
    return new NearEntity(
        near.entity().word(),
        near.entity().kind().word(),
        near.memory()
            .map(Memory::text)
            .map(GraphRoutes::beginning)
            .orElseGet(() -> label(near.entity())),
        near.hops(),
        near.strength());
  }

  private static String beginning(String text) {
    var line = text.replaceAll("\\s+", " ");
    return line.length() <= LABEL_MAX ? line : line.substring(0, LABEL_MAX - 1) + "…";
  }

  private String label(Entity entity) {
    return entity.kind() == Kind.NODE ? names.name(entity.name()) : entity.name();
  }

  private NearRelation view(Told told) {
    return new NearRelation(
        told.relation().from().word(),
        told.relation().verb(),
        told.relation().to().word(),
        told.teller().word(),
        names.word(told.scope()));
  }

  private Remembered relate(Call call) {
    var wanted = call.body(NewRelation.class);
    var asker = MemoryRoutes.asker(call);
    var kept = Refusal.unless(memories.remember(asker, draft(asker, wanted)));
    return new Remembered(names.view(kept.memory()), kept instanceof Known);
  }

  private Draft draft(Asker asker, NewRelation wanted) {
    return new Draft(
        new SaidRelation(wanted.from(), wanted.relation(), wanted.to()).text(),
        wanted.scope().map(word -> names.scope(asker, word)),
        List.of(),
        wanted.expiresAt(),
        "",
        Optional.empty());
  }
}
