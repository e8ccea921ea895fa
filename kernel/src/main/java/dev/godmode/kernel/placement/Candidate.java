package dev.godmode.kernel.placement;

import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.Inventory.Gpu;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.text.SkillTag;
import dev.godmode.protocol.text.Version;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node as placement sees it: what it has, how it does, and what of it is taken. */
public final class Candidate {

  private Node node;
  private Map<String, Optional<Version>> offers = Map.of();
  private boolean measured;
  private double cpu = 1;
  private int leased;
  private double coresTaken;
  private long memoryTaken;
  private final BitSet gpusTaken = new BitSet();

  /** Where it stands in the index, and in the class of which points. */
  private int place;

  private int points = -1;

  Candidate(Node node) {
    this.node = node;
    become(node);
  }

  /** What it is has changed. */
  void become(Node next) {
    if (!next.inventory().equals(node.inventory()) || offers.isEmpty()) {
      offers = next.inventory().map(Candidate::offers).orElse(Map.of());
    }
    node = next;
  }

  /** Of a tag that is offered in several versions the greatest counts. */
  private static Map<String, Optional<Version>> offers(Inventory inventory) {
    var all = new HashMap<String, Optional<Version>>();
    inventory.skills().stream()
        .map(SkillTag::wantedOrName)
        .forEach(tag -> all.merge(tag.name(), tag.version(), Candidate::greater));
    inventory
        .tools()
        .forEach(
            (tool, version) ->
                all.merge(
                    tool.toLowerCase(Locale.ROOT), Version.beginning(version), Candidate::greater));
    return all;
  }

  private static Optional<Version> greater(Optional<Version> one, Optional<Version> other) {
    return one.isEmpty() || (other.isPresent() && other.get().compareTo(one.get()) > 0)
        ? other
        : one;
  }

  /** Its load was measured. A measurement that cannot be is none. */
  void measured(Usage usage) {
    measured = !usage.equals(Usage.UNKNOWN) && !Double.isNaN(usage.cpu());
    cpu = measured ? Math.clamp(usage.cpu(), 0, 1) : 1;
  }

  /** Its last measurement is too old to say anything. */
  void distrust() {
    measured = false;
  }

  void lease(Optional<Allotment> taken) {
    leased++;
    taken.ifPresent(
        allotment -> {
          coresTaken += allotment.cores();
          memoryTaken += allotment.memoryBytes();
          allotment.gpus().forEach(gpusTaken::set);
        });
  }

  void release(Optional<Allotment> taken) {
    leased--;
    taken.ifPresent(
        allotment -> {
          coresTaken = leased == 0 ? 0 : coresTaken - allotment.cores();
          memoryTaken -= allotment.memoryBytes();
          allotment.gpus().forEach(gpusTaken::clear);
        });
  }

  int place() {
    return place;
  }

  void place(int now) {
    place = now;
  }

  int points() {
    return points;
  }

  void points(int now) {
    points = now;
  }

  public Node node() {
    return node;
  }

  int leased() {
    return leased;
  }

  int freeSlots() {
    return node.slots() - leased;
  }

  /** Alive, and open for work. */
  boolean isOpen() {
    return node.state() == NodeState.READY && node.schedulability() == Schedulability.OPEN;
  }

  /** Whether it could take any task at all. */
  boolean hasRoom() {
    return freeSlots() > 0 && isOpen();
  }

  /** Names of the tags it offers. */
  Set<String> skills() {
    return Collections.unmodifiableSet(offers.keySet());
  }

  boolean offers(SkillTag tag) {
    var offered = offers.get(tag.name());
    return offered != null && tag.acceptedBy(offered);
  }

  /** The version it has of a tag: absent when it has none, or nobody knows which. */
  Optional<Version> version(String name) {
    var offered = offers.get(name);
    return offered == null ? Optional.empty() : offered;
  }

  boolean isMeasured() {
    return measured;
  }

  /** Share of its cores that is in use; 1 where nobody knows. */
  double cpu() {
    return measured ? cpu : 1;
  }

  boolean takes(String agentType) {
    return allows(node.allowed(), agentType)
        && node.inventory().map(found -> allows(found.agents(), agentType)).orElse(true);
  }

  private static boolean allows(Optional<Set<String>> agents, String type) {
    return agents.isEmpty() || agents.get().contains(type);
  }

  /** Whether it could hold this if nothing else ran there. */
  boolean isBigEnoughFor(Resources asked) {
    return asked.isNothing()
        || (asked.cores() <= cores()
            && asked.memoryBytes() <= memoryBytes()
            && asked.gpus() <= suitableGpus(asked, new BitSet()).size());
  }

  boolean hasRoomFor(Resources asked) {
    return asked.isNothing()
        || (asked.cores() <= coresFree()
            && asked.memoryBytes() <= memoryFree()
            && (asked.gpus() == 0 || asked.gpus() <= gpusFree(asked)));
  }

  int cores() {
    return node.inventory().map(Inventory::cores).orElse(0);
  }

  long memoryBytes() {
    return node.inventory().map(Inventory::memoryBytes).orElse(0L);
  }

  /** Sums of tenths are not exact: a millionth of a core more or less is nobody's. */
  double coresFree() {
    return Math.max(0, Math.rint((cores() - coresTaken) * 1e6) / 1e6);
  }

  long memoryFree() {
    return Math.max(0, memoryBytes() - memoryTaken);
  }

  int gpusFree(Resources asked) {
    return suitableGpus(asked, gpusTaken).size();
  }

  private List<Gpu> gpus() {
    return node.inventory().map(Inventory::gpus).orElse(List.of());
  }

  private List<Integer> suitableGpus(Resources asked, BitSet taken) {
    var gpus = gpus();
    var suitable = new ArrayList<Integer>();
    for (var place = 0; place < gpus.size(); place++) {
      if (!taken.get(place) && suits(gpus.get(place), asked)) {
        suitable.add(place);
      }
    }
    return suitable;
  }

  private static boolean suits(Gpu gpu, Resources asked) {
    var model = gpu.model().toLowerCase(Locale.ROOT);
    return gpu.memoryBytes() >= asked.gpuMemoryBytes()
        && asked.gpuModels().stream().allMatch(model::contains);
  }

  /** What an attempt gets here: of the graphics processors that will do, the smallest. */
  Optional<Allotment> allot(Resources asked) {
    if (asked.isNothing()) {
      return Optional.empty();
    }
    var gpus = gpus();
    var chosen =
        asked.gpus() == 0
            ? List.<Integer>of()
            : suitableGpus(asked, gpusTaken).stream()
                .sorted(Comparator.comparingLong(place -> gpus.get(place).memoryBytes()))
                .limit(asked.gpus())
                .sorted()
                .toList();
    return Optional.of(new Allotment(asked.cores(), asked.memoryBytes(), chosen));
  }
}
