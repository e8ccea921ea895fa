package dev.godmode.kernel.placement;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeWatch;
import dev.godmode.kernel.placement.Placement.Choice;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.text.SkillTag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the node for a task as {@link Placement} says, without looking at each of ten thousand.
 *
 * <p>Each node has a place, in the order of ids, and is a bit in sets: one for each binary digit of
 * the points it has whoever asks ({@link PointDigits}); one for each step of what it has left of
 * cores and memory ({@link Leftovers}); one for each tag, agent and size that was ever asked for. A
 * change of a node moves single bits. A decision meets the sets of what is required (64 nodes at a
 * step), divides the rest by preferred skills, and takes the first bit of those with the most
 * points. Where a task asks for cores, memory or graphics processors, nodes are looked at one by
 * one in that order until one has room, mostly the first. Nodes that this one task has reasons of
 * its own to like are few, and are compared apart.
 */
public final class NodeIndex implements NodeWatch {

  /** So many different sets of what is asked for are kept; then they are begun anew. */
  private static final int SETS_MAX = 2_000;

  private static final int NO_POINTS = -1;
  private static final int UNITS_PER_CORE = 8;
  private static final long MEMORY_UNIT_BYTES = 64L << 20;

  private final Map<NodeId, Candidate> byId = new HashMap<>();
  private final Map<String, Candidate> byName = new HashMap<>();
  private final List<Candidate> places = new ArrayList<>();
  private final PointDigits points = new PointDigits();
  private final Leftovers cores = new Leftovers();
  private final Leftovers memory = new Leftovers();
  private final NodeSet open = new NodeSet();
  private final Map<String, Asked> tags = new LinkedHashMap<>();
  private final Map<String, Asked> agents = new LinkedHashMap<>();
  private final Map<Resources, Asked> sizes = new LinkedHashMap<>();
  private final Tiers tiers = new Tiers();
  private int choosy;
  private boolean sorted = true;

  /** The nodes that satisfy something that was asked for. */
  private record Asked(Predicate<Candidate> rule, NodeSet nodes) {}

  // ---- what becomes of nodes

  @Override
  public void changed(Node node) {
    var known = byId.get(node.id());
    if (known == null) {
      add(new Candidate(node));
      return;
    }
    var same =
        known.node().inventory().equals(node.inventory())
            && known.node().allowed().equals(node.allowed());
    choosy -= isChoosy(known) ? 1 : 0;
    known.become(node);
    choosy += isChoosy(known) ? 1 : 0;
    if (!same && sorted) {
      refile(known);
    }
    classify(known);
  }

  private void add(Candidate candidate) {
    var id = candidate.node().id();
    sorted &= places.isEmpty() || places.getLast().node().id().compareTo(id) < 0;
    candidate.place(places.size());
    places.add(candidate);
    byId.put(id, candidate);
    byName.put(candidate.node().name(), candidate);
    choosy += isChoosy(candidate) ? 1 : 0;
    if (sorted) {
      refile(candidate);
    }
    classify(candidate);
  }

  private static boolean isChoosy(Candidate candidate) {
    return candidate.node().allowed().isPresent()
        || candidate.node().inventory().flatMap(found -> found.agents()).isPresent();
  }

  @Override
  public void measured(NodeId node, Usage usage) {
    var known = byId.get(node);
    if (known != null) {
      known.measured(usage);
      classify(known);
    }
  }

  @Override
  public void distrusted(NodeId node) {
    var known = byId.get(node);
    if (known != null) {
      known.distrust();
      classify(known);
    }
  }

  public void lease(NodeId node, Optional<Allotment> allotment) {
    var known = byId.get(node);
    if (known != null) {
      known.lease(allotment);
      classify(known);
      allotment.ifPresent(_ -> measureLeft(known));
    }
  }

  public void release(NodeId node, Optional<Allotment> allotment) {
    var known = byId.get(node);
    if (known != null) {
      known.release(allotment);
      classify(known);
      allotment.ifPresent(_ -> measureLeft(known));
    }
  }

  /** Files it under its points, or nowhere when it has no room. */
  private void classify(Candidate candidate) {
    if (!sorted) {
      return; // All are filed when they are put in order.
    }
    var now = candidate.hasRoom() ? Score.base(candidate) : NO_POINTS;
    open.put(candidate.place(), candidate.isOpen());
    if (now == candidate.points()) {
      return;
    }
    if (now == NO_POINTS) {
      points.remove(candidate.place());
    } else {
      points.put(candidate.place(), now);
    }
    candidate.points(now);
  }

  /** Cores and memory are set aside there, or are free again. */
  private void measureLeft(Candidate candidate) {
    if (sorted) {
      cores.put(candidate.place(), coreUnits(candidate.coresFree()));
      memory.put(candidate.place(), memoryUnits(candidate.memoryFree()));
    }
  }

  private static long coreUnits(double cores) {
    return (long) (cores * UNITS_PER_CORE);
  }

  private static long memoryUnits(long bytes) {
    return bytes / MEMORY_UNIT_BYTES;
  }

  /** What it offers has changed, or how big it is. */
  private void refile(Candidate candidate) {
    measureLeft(candidate);
    for (var asked : List.of(tags, agents, sizes)) {
      for (var one : asked.values()) {
        one.nodes().put(candidate.place(), one.rule().test(candidate));
      }
    }
  }

  /** A node whose id is not the greatest came: rare, and all places move. */
  private void order() {
    if (sorted) {
      return;
    }
    sorted = true;
    places.sort(Comparator.comparing(candidate -> candidate.node().id()));
    points.clear();
    cores.clear();
    memory.clear();
    open.clear();
    forgetAsked();
    for (var place = 0; place < places.size(); place++) {
      var candidate = places.get(place);
      candidate.place(place);
      candidate.points(NO_POINTS);
      classify(candidate);
      measureLeft(candidate);
    }
  }

  private void forgetAsked() {
    tags.clear();
    agents.clear();
    sizes.clear();
  }

  // ---- looking

  /** Whether any node could take any task at all. */
  public boolean hasRoom() {
    order();
    return points.size() > 0;
  }

  /** How many more attempts all nodes together could take just now. */
  public int freeSlots() {
    return places.stream().filter(Candidate::hasRoom).mapToInt(Candidate::freeSlots).sum();
  }

  public Optional<Candidate> find(NodeId node) {
    return Optional.ofNullable(byId.get(node));
  }

  /** All nodes, also those that are no part of the fleet any more, in the order of their ids. */
  public List<Candidate> all() {
    order();
    return Collections.unmodifiableList(places);
  }

  /** The best node of those that pass every rule. */
  public Optional<Choice> choose(Ask ask) {
    order();
    if (isTied(ask)) {
      return tied(ask)
          .filter(candidate -> Placement.fits(ask, candidate))
          .map(candidate -> choice(ask, candidate, Score.of(ask, candidate)));
    }
    fill(ask.need());
    ask.avoided().keySet().forEach(this::drop);
    keepRoomy(ask.need().resources());
    prefer(ask.need());
    var best = best(ask.need());
    var score = best == null ? 0 : best.points() + Score.PREFERRED * tiers.tierOf(best.place());
    if (ask.home().isPresent()) {
      var home = byId.get(ask.home().get());
      var liked = likedScore(ask, home);
      if (isBetter(home, liked, best, score)) {
        best = home;
        score = liked;
      }
    }
    for (var id : ask.near()) {
      var near = byId.get(id);
      var liked = likedScore(ask, near);
      if (isBetter(near, liked, best, score)) {
        best = near;
        score = liked;
      }
    }
    return best == null ? Optional.empty() : Optional.of(choice(ask, best, score));
  }

  private Choice choice(Ask ask, Candidate candidate, int score) {
    var preferred = List.<String>of();
    if (!ask.need().prefers().isEmpty()) {
      preferred = new ArrayList<>();
      for (var tag : ask.need().prefers()) {
        if (offering(tag).has(candidate.place())) {
          preferred.add(tag);
        }
      }
      Collections.sort(preferred);
    }
    return Placement.choice(ask, candidate, score, preferred);
  }

  private static boolean isTied(Ask ask) {
    return !ask.need().ties().pins().isEmpty() || ask.onlyHome().isPresent();
  }

  /** The one node that a pin or a past leaves. */
  private Optional<Candidate> tied(Ask ask) {
    var pins = ask.need().ties().pins();
    return pins.isEmpty()
        ? ask.onlyHome().flatMap(this::find)
        : Optional.ofNullable(byName.get(pins.iterator().next()));
  }

  /** The nodes that satisfy the lasting rules. */
  private void fill(Need need) {
    if (tags.size() + agents.size() + sizes.size() > SETS_MAX) {
      forgetAsked();
    }
    tiers.begin(places.size());
    for (var tag : need.requires()) {
      tiers.keep(offering(tag));
    }
    if (choosy > 0) {
      tiers.keep(asked(agents, need.agentType(), candidate -> candidate.takes(need.agentType())));
    }
    var resources = need.resources();
    if (!resources.isNothing()) {
      tiers.keep(asked(sizes, resources, candidate -> candidate.isBigEnoughFor(resources)));
    }
  }

  /** Of them all but this one. */
  private void drop(NodeId node) {
    find(node).ifPresent(candidate -> tiers.drop(candidate.place()));
  }

  /** Of them those that may have so much left. */
  private void keepRoomy(Resources resources) {
    tiers.keep(cores, coreUnits(resources.cores()));
    tiers.keep(memory, memoryUnits(resources.memoryBytes()));
  }

  /** Divides them by preferred skills. */
  private void prefer(Need need) {
    for (var tag : need.prefers()) {
      tiers.raise(offering(tag));
    }
  }

  private NodeSet offering(String text) {
    var known = tags.get(text);
    if (known != null) {
      return known.nodes();
    }
    var tag = SkillTag.wantedOrName(text);
    return asked(tags, text, candidate -> candidate.offers(tag));
  }

  private <K> NodeSet asked(Map<K, Asked> all, K key, Predicate<Candidate> rule) {
    var known = all.get(key);
    if (known == null) {
      known = new Asked(rule, new NodeSet());
      for (var candidate : places) {
        known.nodes().put(candidate.place(), rule.test(candidate));
      }
      all.put(key, known);
    }
    return known.nodes();
  }

  /** The first node with the most points that has room. */
  private @Nullable Candidate best(Need need) {
    var resources = need.resources();
    var place = tiers.best(points, at -> places.get(at).hasRoomFor(resources));
    return place == Tiers.NOBODY ? null : places.get(place);
  }

  /** The points of a node that the task itself has reasons to like; 0 when it does not fit. */
  private int likedScore(Ask ask, @Nullable Candidate liked) {
    if (liked == null || !liked.hasRoom() || !liked.hasRoomFor(ask.need().resources())) {
      return 0;
    }
    var tier = tiers.tierOf(liked.place());
    return tier < 0 ? 0 : liked.points() + Score.PREFERRED * tier + Score.ofPlace(ask, liked);
  }

  private static boolean isBetter(
      @Nullable Candidate one, int points, @Nullable Candidate best, int score) {
    return one != null
        && points > 0
        && (best == null || points > score || (points == score && one.place() < best.place()));
  }

  /** Whether a node that is alive and open would do, if only it had room. */
  public boolean mayFitSoon(Ask ask) {
    order();
    if (isTied(ask)) {
      return tied(ask)
          .filter(candidate -> candidate.isOpen() && Placement.mayFit(ask, candidate))
          .isPresent();
    }
    fill(ask.need());
    return tiers.meets(open);
  }
}
