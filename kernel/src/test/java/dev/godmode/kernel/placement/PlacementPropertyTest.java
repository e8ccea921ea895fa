package dev.godmode.kernel.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.node.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlacementPropertyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Set<String> SKILLS = Set.of("git", "java", "gpu", "linux");

  /** Safety: whatever is chosen passes every rule. */
  @Property
  void a_chosen_node_breaks_no_rule(
      @ForAll("needs") Need need, @ForAll("fleets") List<Candidate> fleet) {
    Placement.choose(need, fleet)
        .ifPresent(
            choice -> {
              var chosen = choice.candidate();
              assertThat(chosen.node().state()).isEqualTo(NodeState.READY);
              assertThat(chosen.node().schedulability()).isEqualTo(Schedulability.OPEN);
              assertThat(chosen.skills()).containsAll(need.requires());
              assertThat(chosen.leased()).isLessThan(chosen.node().slots());
            });
  }

  /** Liveness: when some node passes every rule, one is chosen. */
  @Property
  void a_node_is_chosen_when_one_fits(
      @ForAll("needs") Need need, @ForAll("fleets") List<Candidate> fleet) {
    var fits = fleet.stream().anyMatch(candidate -> Placement.fits(need, candidate));

    assertThat(Placement.choose(need, fleet).isPresent()).isEqualTo(fits);
  }

  @Property
  void the_order_in_which_nodes_are_known_changes_nothing(
      @ForAll("needs") Need need, @ForAll("fleets") List<Candidate> fleet, @ForAll long seed) {
    var shuffled = new ArrayList<>(fleet);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(chosen(need, shuffled)).isEqualTo(chosen(need, fleet));
  }

  @Property
  void no_fitting_node_scores_higher_than_the_chosen_one(
      @ForAll("needs") Need need, @ForAll("fleets") List<Candidate> fleet) {
    Placement.choose(need, fleet)
        .ifPresent(
            choice ->
                assertThat(fleet)
                    .filteredOn(candidate -> Placement.fits(need, candidate))
                    .allSatisfy(
                        candidate ->
                            assertThat(Placement.score(need, candidate))
                                .isLessThanOrEqualTo(choice.score())));
  }

  /** The explanation asks the same rules: it never contradicts the scheduler. */
  @Property
  void the_explanation_says_fits_exactly_of_nodes_that_could_be_chosen(
      @ForAll("needs") Need need, @ForAll("fleets") List<Candidate> fleet) {
    var verdicts = Verdicts.of(need, fleet);

    assertThat(verdicts)
        .allSatisfy(
            verdict -> {
              var candidate = named(fleet, verdict.name());
              assertThat(verdict.fits()).isEqualTo(Placement.fits(need, candidate));
            });
  }

  private static Optional<String> chosen(Need need, List<Candidate> fleet) {
    return Placement.choose(need, fleet).map(choice -> choice.candidate().node().name());
  }

  private static Candidate named(List<Candidate> fleet, String name) {
    return fleet.stream()
        .filter(candidate -> candidate.node().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Provide
  Arbitrary<Need> needs() {
    return Combinators.combine(skills(), skills())
        .as((requires, prefers) -> new Need("shell", requires, prefers, true));
  }

  @Provide
  Arbitrary<List<Candidate>> fleets() {
    return nodes().list().ofMaxSize(8).map(PlacementPropertyTest::named);
  }

  private static Arbitrary<Candidate> nodes() {
    return Combinators.combine(
            Arbitraries.of(NodeState.class),
            Arbitraries.of(Schedulability.class),
            skills(),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 4),
            Arbitraries.doubles().between(0, 1))
        .as(PlacementPropertyTest::candidate);
  }

  private static Arbitrary<Set<String>> skills() {
    return Arbitraries.of(SKILLS).set().ofMaxSize(3);
  }

  private static Candidate candidate(
      NodeState state,
      Schedulability schedulability,
      Set<String> skills,
      int slots,
      int leased,
      double cpu) {
    var node = node("", state, schedulability, skills, slots);
    var signs = NodeSigns.heard(NOW, new Usage(cpu, 0, 0, 0, leased));
    return new Candidate(node, Optional.of(signs), Math.min(leased, slots));
  }

  /** Each gets a name of its own, as enrolment gives it. */
  private static List<Candidate> named(List<Candidate> fleet) {
    var all = new ArrayList<Candidate>();
    for (var candidate : fleet) {
      var node = candidate.node();
      var skills = node.inventory().map(Inventory::skills).orElse(Set.of());
      all.add(
          new Candidate(
              node("node-" + all.size(), node.state(), node.schedulability(), skills, node.slots()),
              candidate.signs(),
              candidate.leased()));
    }
    return all;
  }

  private static Node node(
      String name, NodeState state, Schedulability schedulability, Set<String> skills, int slots) {
    var inventory =
        new Inventory(
            name, "linux", "amd64", "", 4, 0, 0, List.of(), Map.of(), skills, List.of(), "0");
    return new Node(
        new NodeId("id-" + name),
        name,
        "",
        Optional.of(inventory),
        slots,
        state,
        schedulability,
        Optional.empty(),
        NOW,
        NOW,
        Optional.empty());
  }
}
