package dev.godmode.server.memory;

import dev.godmode.control.access.Scope;
import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.Memories;
import dev.godmode.control.memory.Memories.Draft;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryLimits;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.MemoryStore.Kept;
import dev.godmode.control.memory.MemoryStore.Known;
import dev.godmode.control.memory.MemoryStore.Listing;
import dev.godmode.control.memory.Part;
import dev.godmode.control.memory.Recall;
import dev.godmode.protocol.api.MemoryViews.FoundBy;
import dev.godmode.protocol.api.MemoryViews.FoundMemory;
import dev.godmode.protocol.api.MemoryViews.MemoryList;
import dev.godmode.protocol.api.MemoryViews.MemoryView;
import dev.godmode.protocol.api.MemoryViews.NewMemory;
import dev.godmode.protocol.api.MemoryViews.Promote;
import dev.godmode.protocol.api.MemoryViews.RecallAnswer;
import dev.godmode.protocol.api.MemoryViews.RecallRequest;
import dev.godmode.protocol.api.MemoryViews.Remembered;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.Principal;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Memory over HTTP: people see all of it, an attempt what its lease lets it see. */
public final class MemoryRoutes {

  private static final String MEMORIES = "/api/v1/memories";
  private static final String MEMORY = "/api/v1/memory";

  private final Memories memories;
  private final ScopeNames names;
  private final InstantSource clock;

  public MemoryRoutes(Memories memories, ScopeNames names, InstantSource clock) {
    this.memories = memories;
    this.names = names;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(MEMORIES, "What is remembered, the newest first")
            .needsOwn(Scope.MEMORY_READ)
            .query("scope", String.class, "only of this scope")
            .query("tag", String.class, "only with this tag")
            .query("before", String.class, "only older than the one of this id")
            .query("limit", Integer.class, "how many, 50 as usual, 500 at most")
            .answers(MemoryList.class, this::list),
        Route.post(MEMORIES, "Remember a text")
            .needsOwn(Scope.MEMORY_WRITE)
            .takes(NewMemory.class)
            .creates(Remembered.class, this::remember),
        Route.get(MEMORIES + "/{id}", "One memory")
            .needsOwn(Scope.MEMORY_READ)
            .answers(
                MemoryView.class,
                call -> view(Refusal.unless(memories.show(asker(call), call.path("id"))))),
        Route.delete(MEMORIES + "/{id}", "Forget it for good")
            .needsOwn(Scope.MEMORY_WRITE)
            .does(this::forget),
        Route.post(MEMORIES + "/{id}/promote", "Give it a wider scope")
            .needsOwn(Scope.MEMORY_PROMOTE)
            .takes(Promote.class)
            .answers(Remembered.class, this::promote),
        Route.post(MEMORY + "/recall", "Find memories by words, by meaning and by what is near")
            .needsOwn(Scope.MEMORY_READ)
            .takes(RecallRequest.class)
            .answers(RecallAnswer.class, this::recall));
  }

  static Asker asker(Call call) {
    return switch (call.principal()) {
      case Principal.Holder(var claims) ->
          new Asker.Program(
              claims.holder(),
              claims.attempt(),
              claims.agent(),
              claims.stream(),
              claims.node().value());
      case Principal.Person _, Principal.Stranger _, Principal.Replica _ ->
          new Asker.Person(call.by());
    };
  }

  private MemoryList list(Call call) {
    var listing =
        new Listing(
            call.query("scope").map(word -> Set.of(names.scope(asker(call), word))),
            call.query("tag").map(Memory::tag),
            call.query("before"),
            (int) call.number("limit", 50, 1, MemoryLimits.PAGE_MAX));
    return new MemoryList(memories.list(asker(call), listing).stream().map(this::view).toList());
  }

  private Remembered remember(Call call) {
    var wanted = call.body(NewMemory.class);
    var asker = asker(call);
    return remembered(
        Refusal.unless(
            memories.remember(
                asker,
                new Draft(
                    wanted.text(),
                    wanted.scope().map(word -> names.scope(asker, word)),
                    wanted.tags().orElse(List.of()),
                    wanted.expiresAt(),
                    "",
                    Optional.empty()))));
  }

  private Remembered remembered(Kept kept) {
    return new Remembered(view(kept.memory()), kept instanceof Known);
  }

  private MemoryView view(Memory memory) {
    return names.view(memory);
  }

  private void forget(Call call) {
    Refusal.unless(memories.forget(asker(call), call.cause(), List.of(call.path("id"))));
  }

  private Remembered promote(Call call) {
    var asker = asker(call);
    var to = names.scope(asker, call.body(Promote.class).to());
    return remembered(Refusal.unless(memories.promote(asker, call.cause(), call.path("id"), to)));
  }

  private RecallAnswer recall(Call call) {
    var wanted = call.body(RecallRequest.class);
    var answer = memories.recall(asker(call), question(asker(call), wanted));
    var missing = new TreeMap<String, String>();
    answer.missing().forEach((part, why) -> missing.put(part.word(), why));
    return new RecallAnswer(answer.found().stream().map(this::found).toList(), missing);
  }

  private Recall.Question question(Asker asker, RecallRequest wanted) {
    var limit = wanted.limit().orElse(MemoryLimits.FOUND_USUAL);
    if (limit < 1 || limit > MemoryLimits.FOUND_MAX) {
      throw Refusal.invalid(
          "'limit' must be from 1 to %d, was %d".formatted(MemoryLimits.FOUND_MAX, limit));
    }
    return new Recall.Question(
        wanted.query(),
        new MemoryFilter(
            wanted.scopes().map(words -> scopes(asker, words)),
            wanted.tags().orElse(List.of()).stream()
                .map(Memory::tag)
                .collect(Collectors.toUnmodifiableSet()),
            wanted.from(),
            wanted.to(),
            clock.instant()),
        limit,
        parts(wanted.parts()));
  }

  private Set<MemoryScope> scopes(Asker asker, List<String> words) {
    var scopes = new HashSet<MemoryScope>();
    words.forEach(word -> scopes.add(names.scope(asker, word)));
    return scopes;
  }

  private static Set<Part> parts(Optional<List<String>> wanted) {
    var known = Arrays.stream(Part.values()).map(Part::word).toList();
    return wanted.orElse(known).stream()
        .map(
            word -> {
              if (!known.contains(word)) {
                throw Refusal.invalid(
                    "there is no part '%s'%s; parts are %s"
                        .formatted(word, Spelling.hint(word, known), String.join(", ", known)));
              }
              return Part.valueOf(word.toUpperCase(Locale.ROOT));
            })
        .collect(Collectors.toUnmodifiableSet());
  }

  private FoundMemory found(Recall.Found one) {
    return new FoundMemory(
        view(one.memory()),
        one.score(),
        one.citations().stream()
            .map(citation -> new FoundBy(citation.part().word(), citation.rank()))
            .toList());
  }
}
