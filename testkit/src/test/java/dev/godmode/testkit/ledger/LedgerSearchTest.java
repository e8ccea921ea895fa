package dev.godmode.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal.Head;
import dev.godmode.control.ledger.LedgerBooks;
import dev.godmode.control.ledger.LedgerFilter;
import dev.godmode.control.ledger.LedgerFilterBuilder;
import dev.godmode.control.ledger.LedgerIndex;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.task.AttemptBuilder;
import dev.godmode.kernel.task.TaskBuilder;
import dev.godmode.kernel.task.TaskFold;
import dev.godmode.protocol.api.Totals.Total;
import dev.godmode.protocol.api.Totals.TotalsBy;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent.ModelsCalled;
import dev.godmode.protocol.event.FleetEvent.MoneyEntered;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.event.NodeEvent.NodeCordoned;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.AttemptStarted;
import dev.godmode.protocol.event.TaskEvent.TaskQueued;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.inference.ModelUse;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.Tokens;
import dev.godmode.testkit.InMemoryJournal;
import dev.godmode.testkit.InMemoryLedgerIndex;
import dev.godmode.testkit.InMemorySpendingBook;
import dev.godmode.testkit.InMemoryTables;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is asked for is found, whether it is indexed, in the tail, or on both sides of the seam. */
class LedgerSearchTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final List<String> STREAMS = List.of("", "shop", "blog");
  private static final List<String> AGENTS = List.of("builder", "writer");

  private final InMemoryJournal journal = new InMemoryJournal();
  private final LedgerIndex index = new InMemoryLedgerIndex();
  private final InMemoryTables tables = new InMemoryTables();
  private final LedgerBooks books =
      new LedgerBooks(journal, index, new InMemorySpendingBook(), tables, LedgerSearchTest::text);
  private final HashChain chain = new HashChain(Head.EMPTY);

  private static String text(JournalEntry entry) {
    return entry.event().getClass().getSimpleName() + " No. " + entry.sequence();
  }

  /** Six facts about each of so many tasks; the n-th second is the n-th task's. */
  private void history(int tasks) {
    for (var n = 0; n < tasks; n++) {
      var task = new TaskId("t" + n);
      var key = new AttemptKey(task, 1, n + 1);
      var node = new NodeId("n" + n % 5);
      var submitted = new TaskSubmitted(task, spec(n), List.of());
      note(n, "owner under line %d of 0123456789ab".formatted(n % 3 + 1), submitted);
      note(n, "control", new TaskQueued(task, ""));
      note(n, "control", new AttemptLeased(key, node, ""));
      note(n, "node:n" + n % 5, new AttemptStarted(key));
      note(n, "attempt:" + key, new ModelsCalled(use(n, key)));
      note(n, "ada", new NodeCordoned(node, "why " + n));
      tables.write(journal.head().sequence(), leased(submitted, key, node));
    }
  }

  private static ModelUse use(int n, AttemptKey key) {
    return new ModelUse(
        "attempt:" + key,
        Optional.of(key),
        AGENTS.get(n % 2),
        STREAMS.get(n % 3),
        "small",
        "here",
        1,
        0,
        1,
        1,
        new BigDecimal("0.001"),
        "USD",
        Duration.ZERO);
  }

  private static Changes leased(TaskSubmitted submitted, AttemptKey key, NodeId node) {
    var attempt =
        AttemptBuilder.builder()
            .number(key.number())
            .fence(key.fence())
            .node(node)
            .nodeName(node.value())
            .why("")
            .leasedAt(NOON)
            .build();
    var task = TaskBuilder.from(TaskFold.begin(submitted, NOON)).attempts(List.of(attempt)).build();
    return new Changes(List.of(task), Set.of(task.id()), List.of(), Optional.empty());
  }

  private void note(int second, String by, Event event) {
    journal.append(List.of(chain.seal(NOON.plusSeconds(second), by, event)));
  }

  private static TaskSpec spec(int n) {
    return TaskSpec.named("task " + n).agentType(AGENTS.get(n % 2)).stream(STREAMS.get(n % 3))
        .build();
  }

  private void index() {
    while (books.indexer().runOnce()) {
      // All whole blocks.
    }
  }

  @Test
  void a_flood_is_not_held_up_by_its_index_but_the_index_grows_all_the_same() {
    history(700);
    books.indexer().takeTurn();
    assertThat(index.blocks()).isZero();

    for (var turn = 0; turn < 20; turn++) {
      history(350);
      books.indexer().takeTurn();
    }
    assertThat(index.blocks()).isOne();

    books.indexer().takeTurn();
    assertThat(index.blocks()).isEqualTo(2);
  }

  private List<Long> all(LedgerFilter filter, int limit) {
    var found = new ArrayList<Long>();
    var before = Optional.of(Long.MAX_VALUE);
    while (before.isPresent()) {
      var page = books.search().page(filter, before.get(), limit);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      page.entries().forEach(entry -> found.add(entry.sequence()));
      before = page.next();
    }
    return found;
  }

  private List<Long> expected(Predicate<JournalEntry> fits) {
    return journal.read(0, Integer.MAX_VALUE).reversed().stream()
        .filter(fits)
        .map(JournalEntry::sequence)
        .toList();
  }

  private static int task(JournalEntry entry) {
    return (int) ((entry.sequence() - 1) / 6);
  }

  private static boolean isOfTask(JournalEntry entry) {
    return !(entry.event() instanceof NodeCordoned);
  }

  @Test
  void each_filter_finds_the_same_as_looking_at_everything() {
    history(2_000);
    index();
    assertThat(index.blocks()).isEqualTo(2);

    for (var limit : List.of(7, 1_000)) {
      assertThat(all(LedgerFilter.NONE, limit)).isEqualTo(expected(_ -> true));
      assertThat(all(filter("who", "owner"), limit))
          .isEqualTo(expected(entry -> entry.event() instanceof TaskSubmitted));
      assertThat(all(filter("who", "attempt"), limit))
          .isEqualTo(expected(entry -> entry.event() instanceof ModelsCalled));
      assertThat(all(filter("kind", "NodeCordoned"), limit))
          .isEqualTo(expected(entry -> !isOfTask(entry)));
      assertThat(all(filter("stream", "shop"), limit))
          .isEqualTo(expected(entry -> isOfTask(entry) && task(entry) % 3 == 1));
      assertThat(all(filter("agent", "writer"), limit))
          .isEqualTo(expected(entry -> isOfTask(entry) && task(entry) % 2 == 1));
      assertThat(all(filter("subject", "fleet"), limit)).isEmpty();
    }
  }

  @Test
  void what_ran_on_a_node_is_found_by_the_node() {
    history(1_000);
    index();

    assertThat(all(filter("node", "n3"), 500))
        .isEqualTo(expected(entry -> task(entry) % 5 == 3 && (entry.sequence() - 1) % 6 >= 2));
  }

  @Test
  void an_attempt_is_found_by_its_own_name_among_all_attempts() {
    history(900);
    index();

    assertThat(all(filter("who", "attempt:t17#1/18"), 10)).containsExactly(17 * 6 + 5L);
    assertThat(all(filter("who", "attempt:t899#1/900"), 10)).containsExactly(899 * 6 + 5L);
  }

  @Test
  void times_cut_to_the_entry_on_both_sides_of_the_seam() {
    history(1_500);
    index();
    var span =
        LedgerFilterBuilder.builder()
            .kind(Optional.of("TaskQueued"))
            .from(Optional.of(NOON.plusSeconds(100)))
            .to(Optional.of(NOON.plusSeconds(1_400)))
            .build();

    assertThat(all(span, 100))
        .isEqualTo(
            expected(
                entry ->
                    entry.event() instanceof TaskQueued
                        && task(entry) >= 100
                        && task(entry) < 1_400));
  }

  @Test
  void a_text_is_found_in_any_case() {
    history(1_000);
    index();

    assertThat(all(filter("text", "QUEUED no. 8"), 10))
        .isEqualTo(expected(entry -> text(entry).startsWith("TaskQueued No. 8")));
    assertThat(all(filter("text", "taskqueued no. 5996"), 10)).containsExactly(5_996L);
  }

  @Test
  void filters_narrow_together_and_a_task_has_its_story() {
    history(1_000);
    index();
    var both =
        LedgerFilterBuilder.builder()
            .who(Optional.of("control"))
            .kind(Optional.of("AttemptLeased"))
            .stream(Optional.of("blog"))
            .agent(Optional.of("writer"))
            .node(Optional.of(new NodeId("n0")))
            .text(Optional.of("leased"))
            .build();

    assertThat(all(both, 3))
        .isNotEmpty()
        .isEqualTo(
            expected(
                entry ->
                    entry.event() instanceof AttemptLeased
                        && task(entry) % 3 == 2
                        && task(entry) % 2 == 1
                        && task(entry) % 5 == 0));
    assertThat(all(LedgerFilter.about("t7"), 100))
        .containsExactly(7 * 6 + 5L, 7 * 6 + 4L, 7 * 6 + 3L, 7 * 6 + 2L, 7 * 6 + 1L);
  }

  @Test
  void a_search_that_finds_nothing_ends_with_bounded_effort_for_each_page() {
    history(1_000);

    var page = books.search().page(filter("stream", "nowhere"), Long.MAX_VALUE, 10);

    assertThat(page.entries()).isEmpty();
    assertThat(all(filter("stream", "nowhere"), 10)).isEmpty();
  }

  @Test
  void totals_hold_what_is_not_indexed_yet_and_count_it_once() {
    history(1_000);
    note(0, "owner", new MoneyEntered("e1", Money.parse("-4.20 USD"), "shop", "hosting", ""));
    var before = books.totals(TotalsBy.STREAM, Optional.empty(), Optional.empty());

    index();
    var after = books.totals(TotalsBy.STREAM, Optional.empty(), Optional.empty());

    assertThat(after).isEqualTo(before).extracting(Total::of).containsExactly("", "blog", "shop");
    assertThat(after.getLast().money().orElseThrow())
        .returns("0.333 USD", sums -> sums.models().value())
        .returns("4.20 USD", sums -> sums.paid().value());
    assertThat(books.totals(TotalsBy.NODE, Optional.empty(), Optional.empty()))
        .filteredOn(total -> !total.of().isEmpty())
        .hasSize(5)
        .allSatisfy(total -> assertThat(total.calls()).isEqualTo(200));
  }

  @Test
  void what_an_agent_tells_of_its_work_is_in_the_totals_and_nonsense_is_not() {
    var costs = List.of("0.25 USD", "1E+999 USD", "-3 USD", "much");
    for (var n = 0; n < costs.size(); n++) {
      var key = new AttemptKey(new TaskId("t" + n), 1, n + 1);
      var work =
          new AgentWork(
              Optional.empty(), new Tokens(10, 0, 1), Optional.of(costs.get(n)), Optional.empty());
      var report = AttemptReport.of(Ending.SUCCEEDED).agent(Optional.of(work)).build();
      note(n, "node:n1", new AttemptEnded(key, report));
    }

    var totals = books.totals(TotalsBy.STREAM, Optional.empty(), Optional.empty());

    assertThat(totals).hasSize(2).extracting(Total::calls).containsExactly(3L, 1L);
    assertThat(totals.getLast().money().orElseThrow().models().amount())
        .isEqualByComparingTo("0.25");
  }

  private static LedgerFilter filter(String what, String value) {
    var filter = LedgerFilterBuilder.builder();
    var only = Optional.of(value);
    return switch (what) {
      case "who" -> filter.who(only).build();
      case "kind" -> filter.kind(only).build();
      case "stream" -> filter.stream(only).build();
      case "agent" -> filter.agent(only).build();
      case "node" -> filter.node(only.map(NodeId::new)).build();
      case "subject" -> filter.subject(only).build();
      case "text" -> filter.text(only).build();
      default -> throw new IllegalArgumentException(what);
    };
  }
}
