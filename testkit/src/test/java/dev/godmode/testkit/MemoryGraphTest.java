package dev.godmode.testkit;

import static dev.godmode.testkit.MemorySamples.NOON;
import static dev.godmode.testkit.MemorySamples.id;
import static dev.godmode.testkit.MemorySamples.memory;
import static dev.godmode.testkit.MemorySamples.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.graph.Entity;
import dev.godmode.control.memory.graph.Entity.Kind;
import dev.godmode.control.memory.graph.FleetNames;
import dev.godmode.control.memory.graph.GraphFollower;
import dev.godmode.control.memory.graph.NearbyMemories;
import dev.godmode.control.memory.graph.Neighbourhoods;
import dev.godmode.control.memory.graph.Neighbourhoods.Near;
import dev.godmode.control.memory.graph.Surroundings;
import dev.godmode.control.outcome.Outcome.Done;
import dev.godmode.control.outcome.Outcome.Refused;
import dev.godmode.control.outcome.Outcome.Why;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What has to do with what, for whom, and for how long. */
class MemoryGraphTest {

  private static final Asker ADA = new Asker.Person("ada");
  private static final MemoryScope SHOP = MemoryScope.stream("shop");
  private static final MemoryScope GARDEN = MemoryScope.stream("garden");
  private static final AttemptKey ATTEMPT = new AttemptKey(new TaskId("t1"), 1, 7);

  private final InMemoryMemoryStore store = new InMemoryMemoryStore();
  private final InMemoryKnowledgeGraph graph = new InMemoryKnowledgeGraph();
  private final Fleet fleet = new Fleet();
  private final GraphFollower follower = new GraphFollower(store, graph, fleet, System::nanoTime);
  private final NearbyMemories nearby = new NearbyMemories(follower);
  private Instant now = NOON;
  private final Neighbourhoods neighbourhoods = new Neighbourhoods(store, follower, () -> now);

  /** A fleet with what a test puts into it. */
  private static final class Fleet implements Surroundings {
    private final List<Task> tasks = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();

    @Override
    public FleetNames names() {
      return FleetNames.NONE;
    }

    @Override
    public List<Task> tasks(Collection<TaskId> ids) {
      return tasks.stream().filter(task -> ids.contains(task.id())).toList();
    }

    @Override
    public List<Node> nodes() {
      return List.of();
    }

    @Override
    public List<Page> documents() {
      return pages;
    }
  }

  private static Asker program(String stream) {
    var key = new AttemptKey(new TaskId("t-" + stream), 1, 7);
    return new Asker.Program("attempt:" + key, key, "builder", stream, "node1");
  }

  private static Task task(String stream, String goal) {
    return new Task(
        ATTEMPT.task(),
        TaskSpec.named("a task").goal(goal).stream(stream).build(),
        new TaskPhase.Queued(NOON),
        List.of(),
        0,
        0,
        false,
        List.of(),
        "",
        NOON,
        NOON);
  }

  private List<String> found(String question) {
    return nearby.find(question, MemoryFilter.everything(now), 10);
  }

  private List<String> found(String question, MemoryScope... scopes) {
    var filter =
        new MemoryFilter(
            Optional.of(Set.of(scopes)), Set.of(), Optional.empty(), Optional.empty(), now);
    return nearby.find(question, filter, 10);
  }

  private List<String> near(Asker asker, String what) {
    return switch (neighbourhoods.near(asker, what, 3)) {
      case Done(var found) -> found.near().stream().map(Near::entity).map(Entity::word).toList();
      case Refused(var why, _) -> {
        assertThat(why).isEqualTo(Why.NOT_FOUND);
        yield List.of();
      }
    };
  }

  private int relations(Asker asker, String what) {
    return neighbourhoods.near(asker, what, 3)
            instanceof Done<Neighbourhoods.Neighbourhood>(var found)
        ? found.relations().size()
        : 0;
  }

  @Test
  void what_a_question_names_leads_to_those_that_name_it_and_to_their_neighbours() {
    store.keep(memory(1, "CheckRunner waits for exit_code"));
    store.keep(memory(2, "exit_code is 0 on Windows"));
    store.keep(memory(3, "the garden gate opens at nine"));

    assertThat(found("what of CheckRunner?")).containsExactly(id(1), id(2));
    assertThat(found("when does the gate open?")).isEmpty();
  }

  @Test
  void a_relation_that_somebody_says_leads_on() {
    store.keep(memory(1, "checkout → depends on → Pricing module"));
    store.keep(memory(2, SHOP, "it is slow on Mondays", "pricing"));
    store.keep(memory(3, "pricing module -> reads -> rates.csv"));
    store.keep(memory(4, "rates.csv is sorted by currency"));

    assertThat(found("before I change checkout")).startsWith(id(1)).contains(id(3));
    assertThat(near(ADA, "checkout"))
        .startsWith("name:checkout")
        .contains("name:pricing module", "file:rates.csv", "memory:" + id(3))
        .doesNotContain("memory:" + id(2));
  }

  @Test
  void what_is_out_of_scope_is_neither_shown_nor_counted_nor_a_way() {
    store.keep(memory(1, SHOP, "CheckRunner waits for exit_code"));
    store.keep(memory(2, GARDEN, "exit_code has to do with water_gate"));
    store.keep(memory(3, SHOP, "water_gate opens at nine"));
    var alone = near(program("shop"), "CheckRunner");
    var strength = strengths(program("shop"), "CheckRunner");
    for (var n = 10; n < 30; n++) {
      store.keep(memory(n, GARDEN, "CheckRunner again, " + n));
    }

    assertThat(found("CheckRunner", SHOP)).containsExactly(id(1));
    assertThat(near(program("shop"), "CheckRunner"))
        .isEqualTo(alone)
        .containsExactlyInAnyOrder("name:CheckRunner", "memory:" + id(1), "name:exit_code");
    assertThat(strengths(program("shop"), "CheckRunner")).isEqualTo(strength);
    assertThat(near(program("none"), "CheckRunner")).isEmpty();
    assertThat(near(program("none"), id(1))).isEmpty();
    assertThat(near(ADA, "CheckRunner")).hasSizeGreaterThan(20);
  }

  private List<Double> strengths(Asker asker, String what) {
    return switch (neighbourhoods.near(asker, what, 3)) {
      case Done(var found) -> found.near().stream().map(Near::strength).toList();
      case Refused<?>(_, var words) -> throw new AssertionError(words);
    };
  }

  @Test
  void a_memory_that_another_names_is_shown_to_none_but_those_who_may_see_it() {
    store.keep(memory(1, GARDEN, "a secret of the garden"));
    store.keep(memory(2, SHOP, "memory:" + id(1) + " → contradicts → CheckRunner"));

    assertThat(near(program("shop"), "CheckRunner"))
        .containsExactlyInAnyOrder("name:CheckRunner", "memory:" + id(2));
    assertThat(near(ADA, "CheckRunner")).contains("memory:" + id(1));
  }

  @Test
  void what_is_forgotten_takes_with_it_what_it_alone_told() {
    store.keep(memory(1, "checkout → depends on → billing"));
    store.keep(memory(2, "only here is a HiddenThing in secret/place.txt"));
    assertThat(near(ADA, "HiddenThing")).hasSize(3);

    store.forget(List.of(id(2)));

    assertThat(near(ADA, "HiddenThing")).isEmpty();
    assertThat(near(ADA, "secret/place.txt")).isEmpty();
    assertThat(near(ADA, "checkout")).hasSize(3);
    assertThat(graph.around(List.of(new Entity(Kind.NAME, "HiddenThing")), Optional.empty(), 9))
        .isEmpty();
  }

  @Test
  void what_has_expired_tells_nothing_even_before_it_is_gone() {
    store.keep(until(memory(1, "checkout → depends on → billing"), Duration.ofHours(1)));
    assertThat(relations(ADA, "checkout")).isEqualTo(3);

    now = NOON.plus(Duration.ofHours(1));

    assertThat(near(ADA, "checkout")).isEmpty();
  }

  private static Memory remembered(int number, MemoryScope scope, String text) {
    return MemorySamples.from(
        memory(number, scope, text), Optional.of(ATTEMPT), "builder", "node1");
  }

  @Test
  void a_task_tells_its_stream_what_it_is_about_while_something_comes_from_it() {
    fleet.tasks.add(task("shop", "Mend OrderMapper in src/orders.ts"));
    store.keep(remembered(1, MemoryScope.FLEET, "the schema check takes ten seconds"));

    assertThat(found("OrderMapper", SHOP, MemoryScope.FLEET)).containsExactly(id(1));
    assertThat(found("OrderMapper", GARDEN, MemoryScope.FLEET)).isEmpty();
    assertThat(near(program("shop"), "src/orders.ts")).contains("task:t1", "memory:" + id(1));
    assertThat(near(program("garden"), "src/orders.ts")).isEmpty();

    store.forget(List.of(id(1)));
    follower.follow(Duration.ofSeconds(1));
    follower.tidy();

    assertThat(graph.size()).isZero();
    assertThat(near(ADA, "OrderMapper")).isEmpty();
  }

  @Test
  void documents_tell_the_fleet_what_they_mention_until_they_change() {
    store.keep(memory(1, "CheckRunner kills the group"));
    fleet.pages.add(new Surroundings.Page("docs/checks.md", "1", () -> "How CheckRunner works"));
    follower.follow(Duration.ofSeconds(1));
    follower.tidy();
    assertThat(near(program("any"), "CheckRunner")).contains("document:docs/checks.md");

    fleet.pages.set(0, new Surroundings.Page("docs/checks.md", "2", () -> "How water_gate works"));
    follower.tidy();
    assertThat(near(ADA, "CheckRunner")).doesNotContain("document:docs/checks.md");
    assertThat(near(ADA, "water_gate")).contains("document:docs/checks.md");

    fleet.pages.clear();
    follower.tidy();
    assertThat(near(ADA, "water_gate")).isEmpty();
  }

  @Test
  void a_graph_that_lost_everything_is_made_anew() {
    store.keep(memory(1, "CheckRunner kills the group"));
    assertThat(found("CheckRunner")).hasSize(1);

    graph.begin("of another version");

    assertThat(found("CheckRunner")).hasSize(1);
    assertThat(nearby.behind()).isEmpty();
    follower.again();
    assertThat(nearby.behind()).contains("the graph has 0 of 1 changes so far");
    assertThat(found("CheckRunner")).hasSize(1);
  }

  @Test
  void a_picture_has_forty_at_most_and_says_how_many_more_there_are() {
    for (var n = 0; n < 100; n++) {
      store.keep(memory(n, "CheckRunner, note " + n));
    }

    var found =
        neighbourhoods.near(ADA, "CheckRunner", 1)
                instanceof Done<Neighbourhoods.Neighbourhood>(var all)
            ? all
            : new Neighbourhoods.Neighbourhood(List.of(), List.of(), 0);

    assertThat(found.near()).hasSize(Neighbourhoods.SHOWN_MAX);
    assertThat(found.relations()).hasSize(Neighbourhoods.SHOWN_MAX - 1);
    assertThat(found.more()).isEqualTo(25);
  }

  @Test
  void of_what_nothing_is_known_the_answer_says_how_to_ask() {
    assertThat(neighbourhoods.near(ADA, "nothing such", 2))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.words()).contains("KIND:NAME"));
  }
}
