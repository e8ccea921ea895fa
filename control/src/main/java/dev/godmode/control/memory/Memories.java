package dev.godmode.control.memory;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.control.memory.Embedder.Source.None;
import dev.godmode.control.memory.Embedder.Source.Ready;
import dev.godmode.control.memory.MemoryStore.Fresh;
import dev.godmode.control.memory.MemoryStore.Kept;
import dev.godmode.control.memory.MemoryStore.Known;
import dev.godmode.control.memory.MemoryStore.Listing;
import dev.godmode.control.outcome.Outcome;
import dev.godmode.control.outcome.Outcome.Done;
import dev.godmode.control.outcome.Outcome.Why;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Remembers, recalls, promotes and forgets, for whoever may. What somebody may not see and what is
 * not there look the same to them.
 */
public final class Memories {

  /** What is forgotten at once at most. */
  private static final int FORGOTTEN_MAX = 1_000;

  private static final System.Logger LOG = System.getLogger(Memories.class.getName());

  /** Takes secrets out of what is about to be remembered. */
  public interface Redactor {
    String clean(Asker asker, String text);
  }

  /** Where time and ids come from, and what a text passes. */
  public record Sources(InstantSource clock, Supplier<String> ids, Redactor redactor) {}

  /**
   * Something to remember.
   *
   * @param scope the asker's usual one when empty
   * @param source what it was brought in from; empty when it is said now
   * @param at when it was first said; now when empty, and when that is in the future
   */
  public record Draft(
      String text,
      Optional<MemoryScope> scope,
      List<String> tags,
      Optional<Instant> expiresAt,
      String source,
      Optional<Instant> at) {
    public Draft {
      tags = List.copyOf(tags);
    }

    public static Draft of(String text) {
      return new Draft(text, Optional.empty(), List.of(), Optional.empty(), "", Optional.empty());
    }
  }

  private final MemoryStore store;
  private final Recall recall;
  private final IndexFollower follower;
  private final MemoryLedger ledger;
  private final Sources sources;

  public Memories(
      MemoryStore store,
      Recall recall,
      IndexFollower follower,
      MemoryLedger ledger,
      Sources sources) {
    this.store = store;
    this.recall = recall;
    this.follower = follower;
    this.ledger = ledger;
    this.sources = sources;
  }

  /** Keeps a text; one that is in that scope already stays as it is. */
  public Outcome<Kept> remember(Asker asker, Draft draft) {
    var scope = draft.scope().orElseGet(asker::usual);
    if (!asker.mayWrite(scope)) {
      return Outcome.refused(
          Why.FORBIDDEN,
          "an attempt remembers for its own agent, node and stream, not for %s: remember it for one of these, and have it promoted"
              .formatted(scope.word()));
    }
    if (store.count(scope) >= MemoryLimits.SCOPE_MAX) {
      return Outcome.refused(
          Why.FULL,
          "%s is full: it has %d memories, and no more are taken until some are forgotten"
              .formatted(scope.word(), MemoryLimits.SCOPE_MAX));
    }
    var now = sources.clock().instant();
    return expiryTrouble(draft, now)
        .<Outcome<Kept>>map(why -> Outcome.refused(Why.INVALID, why))
        .orElseGet(
            () ->
                new Done<>(
                    store.keep(
                        new Memory(
                            sources.ids().get(),
                            scope,
                            sources.redactor().clean(asker, draft.text()),
                            draft.tags(),
                            asker.provenance(
                                draft.source(), draft.at().filter(now::isAfter).orElse(now)),
                            draft.expiresAt(),
                            Optional.empty()))));
  }

  private static Optional<String> expiryTrouble(Draft draft, Instant now) {
    var latest = now.plus(MemoryLimits.EXPIRY_MAX);
    return draft
        .expiresAt()
        .filter(end -> !end.isAfter(now) || end.isAfter(latest))
        .map(
            end ->
                "it would expire at %s: say a time from now until %s, or none"
                    .formatted(end, latest));
  }

  /**
   * Finds what somebody may see.
   *
   * @param question its scopes are cut down to theirs
   */
  public Recall.Recalled recall(Asker asker, Recall.Question question) {
    var filter = question.filter();
    return recall.find(
        new Recall.Question(
            question.text(),
            new MemoryFilter(
                narrowed(asker, filter.scopes()),
                filter.tags(),
                filter.from(),
                filter.to(),
                filter.now()),
            question.limit(),
            question.parts()));
  }

  private static Optional<Set<MemoryScope>> narrowed(
      Asker asker, Optional<Set<MemoryScope>> wanted) {
    return asker
        .readable()
        .map(
            own -> {
              var both = new HashSet<>(wanted.orElse(own));
              both.retainAll(own);
              return (Set<MemoryScope>) both;
            })
        .or(() -> wanted);
  }

  /** A page of what somebody may see, the newest first. */
  public List<Memory> list(Asker asker, Listing listing) {
    return store.list(
        new Listing(
            narrowed(asker, listing.scopes()), listing.tag(), listing.before(), listing.limit()));
  }

  public Outcome<Memory> show(Asker asker, String id) {
    return store
        .find(id)
        .filter(memory -> asker.maySee(memory.scope()) && !memory.hasExpired(now()))
        .<Outcome<Memory>>map(Done::new)
        .orElseGet(() -> Outcome.refused(Why.NOT_FOUND, "there is no memory '%s'".formatted(id)));
  }

  private Instant now() {
    return sources.clock().instant();
  }

  /**
   * Gives a memory a wider scope.
   *
   * @param cause who, as the journal names them
   */
  public Outcome<Kept> promote(Asker asker, String cause, String id, MemoryScope to) {
    return switch (show(asker, id)) {
      case Outcome.Refused(var why, var words) -> Outcome.refused(why, words);
      case Done(var memory) when !to.isWiderThan(memory.scope()) ->
          Outcome.refused(
              Why.INVALID,
              "%s is not wider than %s: agents and nodes are promoted to a stream or the fleet, streams to the fleet"
                  .formatted(to.word(), memory.scope().word()));
      case Done(var memory) when !asker.maySee(to) ->
          Outcome.refused(Why.FORBIDDEN, "an attempt promotes to its own stream, or the fleet");
      case Done(var memory) -> promoted(cause, memory, to);
    };
  }

  private Outcome<Kept> promoted(String cause, Memory memory, MemoryScope to) {
    return store
        .promote(memory.promotedTo(to, cause, now()))
        .<Outcome<Kept>>map(
            kept -> {
              switch (kept) {
                case Fresh(var wider) -> ledger.promoted(cause, wider, memory.scope());
                case Known _ -> ledger.forgotten(cause, List.of(memory));
              }
              return new Done<>(kept);
            })
        .orElseGet(
            () ->
                Outcome.refused(
                    Why.NOT_FOUND, "memory '%s' was changed meanwhile".formatted(memory.id())));
  }

  /** Forgets for good. */
  public Outcome<List<Memory>> forget(Asker asker, String cause, Collection<String> ids) {
    if (ids.size() > FORGOTTEN_MAX) {
      return Outcome.refused(
          Why.INVALID, "at most %d are forgotten at once".formatted(FORGOTTEN_MAX));
    }
    for (var id : ids) {
      switch (show(asker, id)) {
        case Outcome.Refused(var why, var words) -> {
          return Outcome.refused(why, words);
        }
        case Done(var memory) when !asker.mayForget(memory) -> {
          return Outcome.refused(
              Why.FORBIDDEN,
              "an attempt forgets what its own agent remembered, not '%s'".formatted(id));
        }
        case Done<Memory> _ -> {}
      }
    }
    var gone = store.forget(ids);
    if (!gone.isEmpty()) {
      ledger.forgotten(cause, gone);
    }
    return new Done<>(gone);
  }

  /** Forgets what has expired. */
  public void expire() {
    var expired = store.expired(now(), FORGOTTEN_MAX);
    if (!expired.isEmpty()) {
      LOG.log(INFO, "expired memories={0}", store.forget(expired).size());
    }
  }

  /** What memories mean by an embedder, which must be the one in use. */
  public Outcome<Meanings> meanings(String embedder) {
    return switch (follower.embedders().embedder()) {
      case None(var why) -> Outcome.refused(Why.INVALID, why);
      case Ready(var inUse) when !inUse.name().equals(embedder) ->
          Outcome.refused(
              Why.INVALID,
              "there are no embeddings of '%s': the embedder here is '%s'"
                  .formatted(embedder, inUse.name()));
      case Ready(var inUse) -> new Done<>(new Meanings(follower.index(), inUse));
    };
  }

  /** The follower of the index. */
  public IndexFollower follower() {
    return follower;
  }

  public MemoryStore store() {
    return store;
  }
}
