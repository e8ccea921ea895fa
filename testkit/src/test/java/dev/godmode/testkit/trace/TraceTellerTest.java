package dev.godmode.testkit.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal.Head;
import dev.godmode.control.outbox.Away;
import dev.godmode.control.outbox.Outbox;
import dev.godmode.control.step.Step;
import dev.godmode.control.step.StepBook;
import dev.godmode.control.trace.TraceCollector;
import dev.godmode.control.trace.TraceTeller;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.AttemptBuilder;
import dev.godmode.kernel.task.TaskBuilder;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.AttemptStarted;
import dev.godmode.protocol.event.TaskEvent.TaskSucceeded;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.StepKind;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.trace.Span;
import dev.godmode.protocol.trace.SpanKind;
import dev.godmode.protocol.trace.TraceContext;
import dev.godmode.testkit.InMemoryJournal;
import dev.godmode.testkit.InMemoryOutboxPositions;
import dev.godmode.testkit.InMemoryStepStore;
import dev.godmode.testkit.InMemoryTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a collector of traces hears, whatever happens to either meanwhile. */
class TraceTellerTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(1);

  /** One that may be away. */
  private static final class Collector implements TraceCollector {
    private final List<Span> heard = new ArrayList<>();
    private boolean away;

    @Override
    public void send(List<Span> spans) {
      if (away) {
        throw new Away("it is away");
      }
      heard.addAll(spans);
    }

    @Override
    public void close() {}
  }

  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryTables tables = new InMemoryTables();
  private final InMemoryStepStore steps = new InMemoryStepStore();
  private final Collector collector = new Collector();
  private final HashChain chain = new HashChain(Head.EMPTY);
  private final AtomicLong nanos = new AtomicLong();
  private Instant now = NOON;
  private final TraceTeller teller =
      new TraceTeller(new TraceTeller.Sources(tables, new StepBook(steps), () -> now), collector);
  private final InMemoryOutboxPositions positions = new InMemoryOutboxPositions();

  private Outbox outbox() {
    return new Outbox(
        new Outbox.Ends(journal, () -> journal.head().sequence(), positions, () -> teller),
        "traces",
        "godmode to test",
        nanos::get);
  }

  private static AttemptKey key(String task, int number) {
    return new AttemptKey(new TaskId(task), number, number);
  }

  private static Attempt attempt(int number) {
    return AttemptBuilder.builder()
        .number(number)
        .fence(number)
        .node(new NodeId("n1"))
        .nodeName("atlas")
        .why("")
        .queuedAt(Optional.of(NOON))
        .leasedAt(NOON.plusSeconds(1))
        .startedAt(Optional.of(NOON.plusSeconds(2)))
        .endedAt(Optional.of(NOON.plusSeconds(9)))
        .report(Optional.of(report()))
        .build();
  }

  private static AttemptReport report() {
    return AttemptReport.of(Ending.SUCCEEDED).took(Duration.ofSeconds(7)).build();
  }

  private void happens(Event event) {
    journal.append(List.of(chain.seal(now, "owner", event)));
  }

  private void projected(String id, List<Attempt> attempts, TaskPhase phase) {
    var task =
        TaskBuilder.builder()
            .id(new TaskId(id))
            .spec(TaskSpec.named(id).build())
            .phase(phase)
            .attempts(attempts)
            .attemptsMade(attempts.size())
            .result("")
            .createdAt(NOON)
            .updatedAt(now)
            .build();
    tables.write(
        journal.head().sequence(),
        new Changes(List.of(task), Set.of(task.id()), List.of(), Optional.empty()));
  }

  /** A task that did it at the first try. */
  private void done(String id) {
    happens(new AttemptStarted(key(id, 1)));
    happens(new AttemptEnded(key(id, 1), report()));
    happens(new TaskSucceeded(new TaskId(id)));
    projected(
        id, List.of(attempt(1)), new TaskPhase.Ended(TaskState.SUCCEEDED, "", NOON.plusSeconds(9)));
  }

  private List<SpanKind> kinds() {
    return collector.heard.stream().map(Span::kind).toList();
  }

  @Test
  void a_task_that_is_over_is_told_whole_and_under_one_trace() {
    steps.keep(
        List.of(
            Step.over(
                key("ada", 1), "m1", StepKind.MODEL, "qwen3-8b", "local", NOON.plusSeconds(3))));
    done("ada");
    now = NOON.plus(LONG);

    assertThat(teller.take(journal.read(0, 10))).isEqualTo(3);

    assertThat(kinds())
        .containsExactly(
            SpanKind.QUEUED, SpanKind.ATTEMPT, SpanKind.READY, SpanKind.MODEL, SpanKind.TASK);
    assertThat(collector.heard)
        .allSatisfy(
            span ->
                assertThat(span.at().trace())
                    .isEqualTo(TraceContext.of(new TaskId("ada")).trace()));
    assertThat(collector.heard.getLast().parent()).isEmpty();
  }

  @Test
  void an_end_is_told_when_its_last_steps_may_have_come() {
    done("ada");

    assertThat(teller.take(journal.read(0, 10))).isZero();
    now = NOON.plusSeconds(5);
    assertThat(teller.take(journal.read(0, 10))).isEqualTo(3);
  }

  @Test
  void an_end_is_told_when_the_tables_know_it() {
    happens(new AttemptEnded(key("ada", 1), report()));
    now = NOON.plus(LONG);

    assertThat(teller.take(journal.read(0, 10))).isZero();
    assertThat(collector.heard).isEmpty();
  }

  @Test
  void a_task_that_is_tried_again_by_now_is_told_when_it_ends_again() {
    done("ada");
    projected("ada", List.of(attempt(1)), new TaskPhase.Queued(NOON.plusSeconds(20)));
    now = NOON.plus(LONG);
    teller.take(journal.read(0, 10));

    assertThat(kinds()).doesNotContain(SpanKind.TASK).contains(SpanKind.ATTEMPT);
  }

  @Test
  void of_an_attempt_that_nobody_remembers_its_end_is_told() {
    happens(new AttemptEnded(key("eve", 1), report()));
    projected("eve", List.of(attempt(52)), new TaskPhase.Queued(NOON));
    now = NOON.plus(LONG);
    teller.take(journal.read(0, 10));

    var attempt = collector.heard.stream().filter(s -> s.kind() == SpanKind.ATTEMPT).findFirst();
    assertThat(attempt.orElseThrow().at()).isEqualTo(TraceContext.of(key("eve", 1)));
    assertThat(attempt.orElseThrow().beganAt()).isEqualTo(NOON.minusSeconds(7));
  }

  @Test
  void attempts_of_very_many_steps_are_not_all_told_in_one_turn() {
    var many =
        IntStream.range(0, 6_000)
            .mapToObj(i -> Step.over(key("ada", 1), "t" + i, StepKind.TOOL, "Bash", "", NOON))
            .toList();
    steps.keep(many);
    done("ada");
    now = NOON.plus(LONG);

    assertThat(teller.take(journal.read(0, 10))).as("not yet the task's own end").isEqualTo(2);
    assertThat(teller.take(journal.read(2, 10))).isEqualTo(1);
    assertThat(collector.heard).extracting(Span::at).hasSize(6_000 + 4).doesNotHaveDuplicates();
  }

  @Test
  void a_collector_that_was_away_hears_all_of_it_when_it_is_back() {
    var outbox = outbox();
    outbox.runOnce();
    collector.away = true;
    done("ada");
    done("eve");
    now = NOON.plus(LONG);
    outbox.runOnce();

    assertThat(outbox.trouble()).contains("it is away");
    assertThat(collector.heard).isEmpty();

    collector.away = false;
    nanos.addAndGet(LONG.toNanos());
    outbox().runOnce();

    assertThat(kinds()).filteredOn(kind -> kind == SpanKind.TASK).hasSize(2);
    assertThat(collector.heard).extracting(Span::at).doesNotHaveDuplicates();
  }

  @Test
  void what_is_told_twice_is_at_the_same_places() {
    done("ada");
    now = NOON.plus(LONG);
    var page = journal.read(0, 10);
    teller.take(page);
    var first = List.copyOf(collector.heard);
    teller.take(page);

    assertThat(collector.heard.subList(first.size(), collector.heard.size())).isEqualTo(first);
    collector.away = true;
    assertThatThrownBy(() -> teller.take(page)).isInstanceOf(Away.class);
  }
}
