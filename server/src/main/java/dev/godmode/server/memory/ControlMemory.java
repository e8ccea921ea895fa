package dev.godmode.server.memory;

import dev.godmode.control.document.DocumentLibrary;
import dev.godmode.control.engine.Engine;
import dev.godmode.control.inference.cache.CachedGateway;
import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.Embedder;
import dev.godmode.control.memory.IndexFollower;
import dev.godmode.control.memory.Memories;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryIndex;
import dev.godmode.control.memory.MemoryLedger;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.MemoryStore;
import dev.godmode.control.memory.Recall;
import dev.godmode.control.memory.graph.GraphFollower;
import dev.godmode.control.memory.graph.KnowledgeGraph;
import dev.godmode.control.memory.graph.NearbyMemories;
import dev.godmode.control.memory.graph.Neighbourhoods;
import dev.godmode.control.memory.summary.Summaries;
import dev.godmode.control.memory.summary.Tidier;
import dev.godmode.control.memory.summary.TidyRules;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.kernel.Command.Note;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.event.FleetEvent.MemoriesForgotten;
import dev.godmode.protocol.event.FleetEvent.MemoryPromoted;
import dev.godmode.server.http.Route;
import dev.godmode.server.secret.GivenSecrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Everything that memory consists of, put together. */
public final class ControlMemory implements AutoCloseable {

  /** So long at most it follows at a time, for its thread has other duties. */
  private static final Duration SLICE = Duration.ofMillis(500);

  /** What it stands on. */
  public record Ground(
      MemoryStore store,
      TidyRules rules,
      ControlIndex index,
      Embedder.Source embedders,
      ControlGraph graph) {

    /** With the index and the graph that are always there. */
    public Ground(
        MemoryStore store,
        TidyRules rules,
        MemoryIndex index,
        Embedder.Source embedders,
        KnowledgeGraph graph) {
      this(
          store,
          rules,
          ControlIndex.whole(index),
          embedders,
          new ControlGraph(graph, Optional.empty()));
    }
  }

  /** The fleet around it. */
  public record Fleet(
      Engine engine, Tables tables, DocumentLibrary documents, CachedGateway models) {}

  /** Where time and ids come from. */
  public record Sources(InstantSource clock, LongSupplier nanos, Supplier<String> ids) {}

  private final Ground ground;
  private final Memories memories;
  private final GraphFollower graph;
  private final Tidier tidier;
  private final List<Route> routes;

  private ControlMemory(
      Ground ground, Memories memories, GraphFollower graph, Tidier tidier, List<Route> routes) {
    this.ground = ground;
    this.memories = memories;
    this.graph = graph;
    this.tidier = tidier;
    this.routes = routes;
  }

  /**
   * Puts it together; nothing is opened or loaded before something is remembered.
   *
   * @param secrets that must not be remembered
   */
  public static ControlMemory over(
      Ground ground, Fleet fleet, Supplier<SecretSources> secrets, Sources sources) {
    var engine = fleet.engine();
    var follower =
        new IndexFollower(
            ground.store(), ground.index().index(), ground.embedders(), sources.nanos());
    var graph =
        new GraphFollower(
            ground.store(),
            ground.graph().graph(),
            new FleetSurroundings(fleet, ground.store()),
            sources.nanos());
    var heard =
        new Memories.Sources(
            sources.clock(), sources.ids(), redactor(new GivenSecrets(engine, secrets)));
    var memories =
        new Memories(
            ground.store(),
            new Recall(ground.store(), follower, new NearbyMemories(graph)),
            follower,
            new Journaled(engine),
            heard);
    var names = new ScopeNames(engine);
    var routes = new ArrayList<>(new MemoryRoutes(memories, names, sources.clock()).routes());
    routes.addAll(new MemoryTransferRoutes(memories, names).routes());
    routes.addAll(new MemoryStatusRoutes(memories, graph, names).routes());
    var summaries = new Summaries(ground.store(), new GatewaySummarizer(fleet.models()), heard);
    var tidier = new Tidier(ground.rules(), ground.store(), summaries, sources.clock());
    routes.addAll(new TidyRoutes(summaries, names).routes());
    routes.addAll(new TidyRuleRoutes(tidier, fleet.models(), names, sources.clock()).routes());
    var neighbourhoods = new Neighbourhoods(ground.store(), graph, sources.clock());
    routes.addAll(new GraphRoutes(memories, neighbourhoods, graph, names).routes());
    return new ControlMemory(ground, memories, graph, tidier, List.copyOf(routes));
  }

  private static Memories.Redactor redactor(GivenSecrets given) {
    return (asker, text) ->
        switch (asker) {
          case Asker.Person _ -> text;
          case Asker.Program program -> given.struckFrom(program.attempt(), text);
        };
  }

  /** Brings it to the ledger, as the journal's command of whoever did it. */
  private record Journaled(Engine engine) implements MemoryLedger {

    @Override
    public void promoted(String by, Memory now, MemoryScope from) {
      engine
          .submit(by, new Note(new MemoryPromoted(now.id(), from.word(), now.scope().word())))
          .join();
    }

    @Override
    public void forgotten(String by, List<Memory> gone) {
      engine
          .submit(by, new Note(new MemoriesForgotten(gone.stream().map(Memory::id).toList())))
          .join();
    }
  }

  public Memories memories() {
    return memories;
  }

  /** What lies elsewhere, for whoever asks how control is. */
  public List<Component> components() {
    return Stream.of(ground.index().vectors().get(), graphComponent())
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Component> graphComponent() {
    return ground
        .graph()
        .address()
        .map(
            at -> {
              var trouble = graph.trouble();
              return new Component(
                  "graph",
                  trouble.isEmpty(),
                  trouble
                      .map("recall goes on without it, nothing is lost: %s"::formatted)
                      .orElseGet(() -> "what memories have to do with each other is in " + at));
            });
  }

  public List<Route> routes() {
    return routes;
  }

  /** Brings index and graph nearer to what is remembered. */
  public void follow() {
    memories.follower().follow(SLICE);
    graph.follow(SLICE);
  }

  /** Has a model sum up what is old, where a rule says so; may take as long as the model does. */
  public void sumUp() {
    tidier.runOnce();
  }

  /** Forgets what has expired, and takes what is gone out of the index's files and the graph. */
  public void tidy() {
    memories.expire();
    memories.follower().tidy();
    graph.tidy();
  }

  @Override
  public void close() {
    ground.index().index().close();
    ground.graph().graph().close();
  }
}
