package dev.godmode.control.memory.graph;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.control.memory.FollowerTurn;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryStore;
import dev.godmode.control.memory.MemoryStore.Changes;
import dev.godmode.control.memory.graph.Entity.Kind;
import dev.godmode.control.memory.graph.KnowledgeGraph.Head;
import dev.godmode.protocol.task.AttemptKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Brings a graph to where the memories are, some changes at a time, with the tasks that they come
 * from; and now and then to what machines and documents there are. A graph that is empty, broken or
 * made by other rules is brought there in the same way, from the beginning.
 */
public final class GraphFollower {

  private static final int BATCH = 64;

  /** Of the tellers that are let go of at a time. */
  private static final int STRAYS = 256;

  private static final System.Logger LOG = System.getLogger(GraphFollower.class.getName());

  /**
   * How far it is.
   *
   * @param position in the store's changes
   * @param of the store's last change
   * @param trouble what keeps it from following
   */
  public record Progress(long position, long of, Optional<String> trouble) {

    public boolean isThere() {
      return position >= of;
    }
  }

  private final MemoryStore store;
  private final KnowledgeGraph graph;
  private final Surroundings surroundings;
  private final FollowerTurn turn;

  public GraphFollower(
      MemoryStore store, KnowledgeGraph graph, Surroundings surroundings, LongSupplier nanos) {
    this.store = store;
    this.graph = graph;
    this.surroundings = surroundings;
    this.turn = new FollowerTurn("the graph of memories", nanos);
  }

  /**
   * Follows for at most about so long.
   *
   * @return whether the graph is where the memories are
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
    var head = graph.head();
    if (!head.rules().equals(TellingRules.VERSION) || head.position() > last) {
      return begin(head);
    }
    if (head.position() == last) {
      return false;
    }
    var changes = store.changes(head.position(), BATCH);
    if (!changes.whole()) {
      return begin(head);
    }
    take(changes);
    return changes.position() < last;
  }

  private boolean begin(Head before) {
    LOG.log(
        INFO,
        "the graph of memories is made anew: rules={0} before={1} position={2}",
        TellingRules.VERSION,
        before.rules().isEmpty() ? "none" : before.rules(),
        before.position());
    graph.begin(TellingRules.VERSION);
    return true;
  }

  private void take(Changes changes) {
    var names = surroundings.names();
    var tellings = new ArrayList<Telling>();
    for (var memory : changes.kept()) {
      tellings.add(TellingRules.of(memory, names));
    }
    var tasks =
        changes.kept().stream()
            .map(Memory::from)
            .flatMap(from -> from.attempt().stream())
            .map(AttemptKey::task)
            .collect(Collectors.toSet());
    surroundings.tasks(tasks).forEach(task -> tellings.add(TellingRules.of(task, names)));
    graph.apply(tellings, changes.gone().stream().map(Entity::memory).toList(), changes.position());
  }

  /** Takes in what is new of machines and documents, and lets go of what nothing comes from. */
  public void tidy() {
    if (store.position() > 0) {
      turn.takeIfFree(this::look);
    }
  }

  private void look() {
    var head = graph.head();
    if (!head.rules().equals(TellingRules.VERSION)) {
      return;
    }
    var names = surroundings.names();
    var fresh = new ArrayList<Telling>();
    var gone = new ArrayList<>(graph.strays(Kind.TASK, STRAYS));
    var nodes = surroundings.nodes().stream().map(TellingRules::of).toList();
    var known = graph.marks(Kind.NODE);
    nodes.stream().filter(one -> isNews(known, one.teller(), one.mark())).forEach(fresh::add);
    gone.addAll(missing(known, nodes.stream().map(Telling::teller).toList()));
    var pages = graph.marks(Kind.DOCUMENT);
    var there = new ArrayList<Entity>();
    for (var page : surroundings.documents()) {
      if (Entity.fits(page.path())) {
        var document = new Entity(Kind.DOCUMENT, page.path());
        there.add(document);
        if (isNews(pages, document, page.mark())) {
          fresh.add(TellingRules.of(page, names));
        }
      }
    }
    gone.addAll(missing(pages, there));
    if (!fresh.isEmpty() || !gone.isEmpty()) {
      graph.apply(fresh, gone, head.position());
    }
  }

  private static boolean isNews(Map<Entity, String> known, Entity teller, String mark) {
    return !Optional.ofNullable(known.get(teller)).equals(Optional.of(mark));
  }

  private static List<Entity> missing(Map<Entity, String> known, List<Entity> there) {
    var gone = new HashSet<>(known.keySet());
    there.forEach(gone::remove);
    return List.copyOf(gone);
  }

  /** Everything anew. */
  public void again() {
    turn.take(() -> graph.begin(""));
  }

  public Progress progress() {
    var last = store.position();
    var position = last == 0 ? 0 : turn.look(graph::head).map(Head::position).orElse(0L);
    return new Progress(position, last, turn.trouble());
  }

  /** What keeps it from following, as far as was seen; asks nobody. */
  public Optional<String> trouble() {
    return turn.trouble();
  }

  /** Why the graph does not know of everything yet; empty when it does. */
  public Optional<String> behind() {
    var progress = progress();
    return progress.isThere()
        ? Optional.empty()
        : progress
            .trouble()
            .or(
                () ->
                    Optional.of(
                        "the graph has %d of %d changes so far"
                            .formatted(progress.position(), progress.of())));
  }

  /** How many relations there are; 0 while that cannot be told. */
  public long relations() {
    return turn.look(graph::size).orElse(0L);
  }

  KnowledgeGraph graph() {
    return graph;
  }

  FleetNames names() {
    return surroundings.names();
  }
}
