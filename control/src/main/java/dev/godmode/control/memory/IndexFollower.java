package dev.godmode.control.memory;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.memory.Embedder.Source.None;
import dev.godmode.control.memory.Embedder.Source.Ready;
import dev.godmode.control.memory.MemoryIndex.Batch;
import dev.godmode.control.memory.MemoryIndex.Entry;
import dev.godmode.control.memory.MemoryIndex.Head;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Brings an index to where the store is, some changes at a time. An index that is empty, that was
 * begun anew because it was broken, or whose embeddings are another embedder's, is brought there in
 * the same way, from the beginning. Until anything was remembered it touches neither the index nor
 * the embedder.
 */
public final class IndexFollower {

  /** So many are embedded at once. */
  private static final int BATCH = 64;

  private static final System.Logger LOG = System.getLogger(IndexFollower.class.getName());

  /**
   * How far it is.
   *
   * @param position in the store's changes
   * @param of the store's last change
   * @param embedder whose embeddings the index has; empty for none
   * @param noMeaning why nothing is found by meaning
   * @param trouble what keeps the index from following
   */
  public record Progress(
      long position,
      long of,
      String embedder,
      Optional<String> noMeaning,
      Optional<String> trouble) {

    public boolean isThere() {
      return position >= of;
    }
  }

  private final MemoryStore store;
  private final MemoryIndex index;
  private final Embedder.Source embedders;
  private final GivenEmbeddings given = new GivenEmbeddings();
  private final FollowerTurn turn;
  private volatile Optional<String> noMeaning = Optional.empty();
  private volatile boolean othersEmbeddings;

  public IndexFollower(
      MemoryStore store, MemoryIndex index, Embedder.Source embedders, LongSupplier nanos) {
    this.store = store;
    this.index = index;
    this.embedders = embedders;
    this.turn = new FollowerTurn("the index of memories", nanos);
  }

  /**
   * Follows for at most about so long. Whoever comes while another follows does not wait.
   *
   * @return whether the index is where the store is
   */
  public boolean follow(Duration most) {
    return turn.follow(most, this::step);
  }

  /** One batch; whether there may be more. */
  private boolean step() {
    var last = store.position();
    if (last == 0) {
      return false;
    }
    var head = index.head();
    if (head.position() == last && !othersEmbeddings) {
      return false;
    }
    othersEmbeddings = false;
    var found = embedders.embedder();
    noMeaning = found instanceof None(var why) ? Optional.of(why) : Optional.empty();
    var wanted = found instanceof Ready(var embedder) ? embedder.name() : "";
    if (head.position() > last || !head.embedder().equals(wanted)) {
      begin(found, head);
      return true;
    }
    var changes = store.changes(head.position(), BATCH);
    if (!changes.whole()) {
      begin(found, head);
      return true;
    }
    index.apply(
        new Batch(
            entries(found, changes.kept()), changes.gone(), head.position(), changes.position()));
    return changes.position() < last;
  }

  private void begin(Embedder.Source.Found found, Head before) {
    LOG.log(
        INFO,
        "the index of memories is made anew: embedder={0} before={1} position={2}",
        found instanceof Ready(var embedder) ? embedder.name() : "none",
        before.embedder().isEmpty() ? "none" : before.embedder(),
        before.position());
    switch (found) {
      case Ready(var embedder) -> index.begin(embedder.name(), embedder.dimensions());
      case None _ -> index.begin("", 0);
    }
  }

  private List<Entry> entries(Embedder.Source.Found found, List<Memory> memories) {
    return switch (found) {
      case None _ -> memories.stream().map(one -> new Entry(one, Optional.empty())).toList();
      case Ready(var embedder) -> meant(embedder, memories);
    };
  }

  private List<Entry> meant(Embedder embedder, List<Memory> memories) {
    var entries = new ArrayList<Entry>();
    var others = new ArrayList<Memory>();
    for (var memory : memories) {
      given
          .take(memory.id())
          .ifPresentOrElse(
              meaning -> entries.add(new Entry(memory, Optional.of(meaning))),
              () -> others.add(memory));
    }
    entries.addAll(embedded(embedder, others));
    return entries;
  }

  /** One text that cannot be embedded keeps no other from it: it is found by its words alone. */
  static List<Entry> embedded(Embedder embedder, List<Memory> memories) {
    if (memories.isEmpty()) {
      return List.of();
    }
    try {
      var all = embedder.embed(memories.stream().map(Memory::text).toList());
      return IntStream.range(0, memories.size())
          .mapToObj(i -> new Entry(memories.get(i), Optional.of(all.get(i))))
          .toList();
    } catch (RuntimeException e) {
      if (memories.size() > 1) {
        return memories.stream().flatMap(one -> embedded(embedder, List.of(one)).stream()).toList();
      }
      LOG.log(
          WARNING,
          "not embedded, found by its words only: memories={0} why={1}",
          ids(memories),
          e.toString());
      return memories.stream().map(one -> new Entry(one, Optional.empty())).toList();
    }
  }

  private static List<String> ids(List<Memory> memories) {
    return memories.stream().map(Memory::id).toList();
  }

  /** Somebody saw that the index has another embedder's embeddings. */
  void notice(String embedder) {
    othersEmbeddings |= !index.head().embedder().equals(embedder);
  }

  /** Everything anew, from the store. */
  public void again() {
    turn.take(() -> index.begin("", 0));
  }

  /** Makes durable what was taken in, and takes what is gone out of the index's files. */
  public void tidy() {
    if (store.position() > 0) {
      turn.takeIfFree(
          () -> {
            index.flush();
            if (index.hasTraces()) {
              index.expunge();
            }
          });
    }
  }

  public Progress progress() {
    var last = store.position();
    var head = last == 0 ? new Head(0, "") : turn.look(index::head).orElse(new Head(0, ""));
    return new Progress(head.position(), last, head.embedder(), noMeaning, turn.trouble());
  }

  /** Says what a memory means, in the words of the embedder in use: it is not embedded then. */
  void give(String id, Embedding meaning) {
    given.put(id, meaning);
  }

  MemoryIndex index() {
    return index;
  }

  Embedder.Source embedders() {
    return embedders;
  }
}
