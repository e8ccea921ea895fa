package dev.godmode.kernel.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeBuilder;
import dev.godmode.kernel.placement.Placement.Choice;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.Inventory.Gpu;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.task.Sticky;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random fleets that change at random, and random wishes: the index must choose as looking at every
 * node would, and never break a rule.
 */
class PlacementPropertyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> OFFERED =
      List.of("git@2.39", "java@17", "java@21", "gpu", "zone:eu", "python@3.11", "linux");
  private static final List<String> WANTED =
      List.of("git", "git@2.39", "java>=21", "java<21", "JAVA", "gpu", "zone:eu", "python@3+");
  private static final List<String> AGENTS = List.of("shell", "coder", "tester");

  private record Lease(NodeId node, Optional<Allotment> allotment) {}

  private final NodeIndex index = new NodeIndex();
  private final List<Lease> leases = new ArrayList<>();
  private final List<Candidate> fleet = new ArrayList<>();
  private Random random = new Random(0);

  private void fleet(long seed, int nodes) {
    random = new Random(seed);
    var places = new ArrayList<Integer>();
    for (var place = 0; place < nodes; place++) {
      places.add(random.nextInt(places.size() + 1), place);
    }
    places.forEach(place -> index.changed(node(place)));
    for (var change = 0; change < nodes * 3; change++) {
      change(random.nextInt(nodes));
    }
    fleet.addAll(index.all());
  }

  private void change(int place) {
    var id = id(place);
    switch (random.nextInt(8)) {
      case 0 -> index.changed(node(place));
      case 1 -> index.measured(id, usage());
      case 2 -> index.distrusted(id);
      case 3, 4, 5 -> lease(id);
      case 6 -> release();
      default -> index.choose(ask()); // sets of what is asked for come to be at any time
    }
  }

  private void lease(NodeId id) {
    var candidate = index.find(id).orElseThrow();
    var resources = resources();
    if (candidate.freeSlots() > 0 && candidate.hasRoomFor(resources)) {
      var allotment = candidate.allot(resources);
      index.lease(id, allotment);
      leases.add(new Lease(id, allotment));
    }
  }

  private void release() {
    if (!leases.isEmpty()) {
      var lease = leases.remove(random.nextInt(leases.size()));
      index.release(lease.node(), lease.allotment());
    }
  }

  private Usage usage() {
    return new Usage(random.nextDouble() * 1.4 - 0.2, 0, 0, 0, 0);
  }

  private static NodeId id(int place) {
    return new NodeId("id%03d".formatted(place));
  }

  private Node node(int place) {
    var gpus = new ArrayList<Gpu>();
    for (var n = random.nextInt(3); n > 0; n--) {
      gpus.add(new Gpu("nvidia", random.nextBoolean() ? "A100" : "T4", (8L << n) << 30));
    }
    var inventory =
        Inventory.of("host")
            .os("linux")
            .arch("amd64")
            .cores(random.nextInt(9))
            .memoryBytes((long) random.nextInt(17) << 30)
            .gpus(gpus)
            .skills(some(OFFERED, 4))
            .version("0")
            .agents(random.nextInt(4) == 0 ? Optional.of(some(AGENTS, 2)) : Optional.empty())
            .build();
    return NodeBuilder.builder()
        .id(id(place))
        .name("node-" + place)
        .fingerprint("")
        .inventory(Optional.of(inventory))
        .slots(random.nextInt(5))
        .state(random.nextInt(5) == 0 ? pick(NodeState.values()) : NodeState.READY)
        .schedulability(
            random.nextInt(5) == 0 ? pick(Schedulability.values()) : Schedulability.OPEN)
        .enrolledAt(NOW)
        .stateSince(NOW)
        .allowed(random.nextInt(6) == 0 ? Optional.of(some(AGENTS, 2)) : Optional.empty())
        .build();
  }

  private <T> T pick(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private Set<String> some(List<String> all, int most) {
    var chosen = new HashSet<String>();
    for (var n = random.nextInt(most + 1); n > 0; n--) {
      chosen.add(all.get(random.nextInt(all.size())));
    }
    return chosen;
  }

  private Resources resources() {
    return switch (random.nextInt(5)) {
      case 0 -> new Resources(random.nextInt(5) / 2.0, 0, 0, 0, Set.of());
      case 1 -> new Resources(random.nextInt(50) / 10.0, random.nextLong(9L << 30), 0, 0, Set.of());
      case 2 -> new Resources(0, 0, 1, 16L << 30, Set.of());
      case 3 -> new Resources(0, 0, 1 + random.nextInt(2), 0, Set.of("a100"));
      default -> Resources.NONE;
    };
  }

  private Ask ask() {
    var nodes = index.all().size();
    var sticky =
        random.nextInt(3) == 0
            ? Optional.of(new Sticky(Optional.empty(), Optional.of(random.nextBoolean())))
            : Optional.<Sticky>empty();
    var pins =
        random.nextInt(6) == 0 ? Set.of("node-" + random.nextInt(nodes + 1)) : Set.<String>of();
    var near = new HashSet<NodeId>();
    for (var n = random.nextInt(3); n > 0; n--) {
      near.add(id(random.nextInt(nodes + 1)));
    }
    var need =
        new Need(
            AGENTS.get(random.nextInt(AGENTS.size())),
            some(WANTED, 2),
            some(WANTED, 3),
            true,
            resources(),
            new Ties(pins, sticky, Optional.empty()),
            Optional.empty(),
            Optional.empty());
    var home =
        sticky.isPresent() && random.nextBoolean()
            ? Optional.of(id(random.nextInt(nodes)))
            : Optional.<NodeId>empty();
    var avoided =
        random.nextInt(4) == 0
            ? Map.of(id(random.nextInt(nodes)), "its like failed there")
            : Map.<NodeId, String>of();
    return new Ask(need, home, near).avoiding(avoided);
  }

  private static final int ASKS = 10;

  /** The index is an optimisation and nothing else. */
  @Property(tries = 40)
  void the_index_chooses_the_very_node_that_looking_at_all_of_them_would(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 140) int nodes) {
    fleet(seed, nodes);

    for (var n = 0; n < ASKS; n++) {
      var ask = ask();
      var chosen = index.choose(ask);

      assertThat(chosen.map(choice -> choice.candidate().node().name()))
          .as("%s", ask)
          .isEqualTo(LinearChoice.choose(ask, fleet).map(found -> found.node().name()));
      chosen.ifPresent(
          choice -> assertThat(choice.score()).isEqualTo(Score.of(ask, choice.candidate())));
    }
  }

  /** Safety: required is required, whatever is preferred, sticky, pinned or near. */
  @Property(tries = 40)
  void a_chosen_node_breaks_no_rule(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int nodes) {
    fleet(seed, nodes);

    for (var n = 0; n < ASKS; n++) {
      var ask = ask();
      index.choose(ask).ifPresent(choice -> assertBreaksNoRule(ask, choice));
    }
  }

  /** Said anew here, so that a rule that is wrong in one place is not wrong in both. */
  private static void assertBreaksNoRule(Ask ask, Choice choice) {
    var node = choice.candidate().node();
    var inventory = node.inventory().orElseThrow();
    var need = ask.need();
    assertThat(node.state()).isEqualTo(NodeState.READY);
    assertThat(node.schedulability()).isEqualTo(Schedulability.OPEN);
    assertThat(choice.candidate().leased()).isLessThan(node.slots());
    assertThat(Optional.of(need.agentType()))
        .matches(
            type -> inventory.agents().isEmpty() || inventory.agents().get().contains(type.get()))
        .matches(type -> node.allowed().isEmpty() || node.allowed().get().contains(type.get()));
    assertThat(need.pins()).allMatch(node.name()::equals);
    if (need.ties().sticky().filter(Sticky::insists).isPresent() && ask.home().isPresent()) {
      assertThat(node.id()).isEqualTo(ask.home().get());
    }
    if (need.requires().contains("java>=21")) {
      assertThat(inventory.skills()).contains("java@21");
    }
    if (need.requires().contains("java<21")) {
      assertThat(inventory.skills()).contains("java@17").doesNotContain("java@21");
    }
    if (need.requires().contains("git@2.39")) {
      assertThat(inventory.skills()).contains("git@2.39");
    }
    assertThat(need.resources().cores()).isLessThanOrEqualTo(inventory.cores());
    assertThat(need.resources().memoryBytes()).isLessThanOrEqualTo(inventory.memoryBytes());
    assertThat(choice.allotment().map(Allotment::gpus).orElse(List.of()))
        .hasSize(need.resources().gpus())
        .doesNotHaveDuplicates();
  }

  /** Nothing is set aside twice, however long it goes on. */
  @Property(tries = 40)
  void no_graphics_processor_has_two_owners_and_no_core_is_promised_twice(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int nodes) {
    fleet(seed, nodes);
    var owned = new HashSet<String>();
    for (var n = 0; n < 100; n++) {
      var ask = ask();
      index
          .choose(ask)
          .ifPresent(
              choice -> {
                var candidate = choice.candidate();
                assertThat(candidate.coresFree())
                    .isGreaterThanOrEqualTo(ask.need().resources().cores());
                assertThat(candidate.memoryFree())
                    .isGreaterThanOrEqualTo(ask.need().resources().memoryBytes());
                choice
                    .allotment()
                    .ifPresent(
                        allotment ->
                            allotment
                                .gpus()
                                .forEach(
                                    gpu ->
                                        assertThat(owned.add(candidate.node().name() + gpu))
                                            .isTrue()));
                index.lease(candidate.node().id(), choice.allotment());
              });
    }
  }

  /** The explanation asks the same rules: it never contradicts the scheduler. */
  @Property(tries = 40)
  void the_explanation_agrees_with_the_scheduler(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int nodes) {
    fleet(seed, nodes);

    for (var n = 0; n < ASKS; n++) {
      var ask = ask();
      var verdicts = Verdicts.of(ask, fleet);
      var placed = index.choose(ask).isPresent();

      assertThat(!verdicts.isEmpty() && verdicts.first().fits()).isEqualTo(placed);
      assertThat(placed && !verdicts.chance()).as("never, and yet placed").isFalse();
      assertThat(placed && !index.mayFitSoon(ask)).isFalse();
      assertThat(verdicts.best())
          .allSatisfy(
              verdict ->
                  assertThat(verdict.parts().stream().mapToInt(part -> part.points()).sum())
                      .isEqualTo((int) verdict.score()));
    }
  }

  @Property(tries = 40)
  void releasing_what_was_leased_leaves_a_node_as_it_was(@ForAll long seed) {
    fleet(seed, 5);
    var before = index.all().stream().map(PlacementPropertyTest::room).toList();
    var leases = new ArrayList<Choice>();
    for (var n = 0; n < 30; n++) {
      index
          .choose(ask())
          .ifPresent(
              choice -> {
                index.lease(choice.candidate().node().id(), choice.allotment());
                leases.add(choice);
              });
    }

    leases.forEach(choice -> index.release(choice.candidate().node().id(), choice.allotment()));

    assertThat(index.all().stream().map(PlacementPropertyTest::room).toList()).isEqualTo(before);
  }

  private static String room(Candidate candidate) {
    return "%d %s %d %d"
        .formatted(
            candidate.freeSlots(),
            candidate.coresFree(),
            candidate.memoryFree(),
            candidate.gpusFree(Resources.NONE));
  }
}
