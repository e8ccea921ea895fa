package dev.godmode.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.godmode.control.engine.Engine.EngineBusy;
import dev.godmode.control.engine.EngineSettings;
import dev.godmode.control.engine.Follower;
import dev.godmode.control.engine.JournaledEngine;
import dev.godmode.control.event.LiveEvents;
import dev.godmode.control.fleet.WorkerStreams;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.JournalFenced;
import dev.godmode.control.projection.Tables;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Effect;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.testkit.InMemoryJournal;
import dev.godmode.testkit.InMemoryTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JournaledEngineTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeId NODE = new NodeId("node1");
  private static final String SECRET = "hash-of-a-join-secret";

  /** Small, so that a test can fill it. */
  private static final EngineSettings NARROW =
      new EngineSettings(
          5,
          1,
          1,
          1_000,
          Duration.ZERO,
          Duration.ofMillis(20),
          Duration.ofMillis(1),
          Duration.ZERO,
          Duration.ofSeconds(5));

  private final GatedJournal journal = new GatedJournal();
  private final InMemoryTables tables = new InMemoryTables();
  private final BlockingQueue<Effect> delivered = new LinkedBlockingQueue<>();
  private final CompletableFuture<RuntimeException> fault = new CompletableFuture<>();
  private final List<JournaledEngine> engines = new ArrayList<>();

  @AfterEach
  void stop() {
    journal.opened();
    engines.forEach(JournaledEngine::close);
  }

  @Test
  void nothing_is_answered_dispatched_or_shown_before_it_is_durable() throws Exception {
    var engine = engine(journal, tables);

    var answers = joinAndSubmit(engine, "first");

    assertThat(answers).noneMatch(CompletableFuture::isDone);
    assertThat(delivered).isEmpty();
    assertThat(engine.committed()).isZero();

    journal.opened();
    for (var answer : answers) {
      assertThat(answer.get()).isEqualTo(new Reply.Done());
    }
    assertThat(delivered.take()).isInstanceOf(Effect.WelcomeNode.class);
    assertThat(delivered.take()).isInstanceOf(Effect.Dispatch.class);
  }

  @Test
  void a_reader_sees_only_what_is_durable() throws Exception {
    var engine = engine(journal, tables);
    var answer = submit(engine, "first");
    var seen = engine.read(kernel -> kernel.tasks().size());

    assertThat(seen).isNotDone();
    assertThat(answer).isNotDone();

    journal.opened();
    assertThat(seen.get()).isEqualTo(1);
  }

  @Test
  void what_was_committed_but_not_dispatched_goes_out_after_a_restart() throws Exception {
    var first = engine(journal.opened(), tables, _ -> {}); // it dies before it can send anything
    for (var answer : joinAndSubmit(first, "first")) {
      answer.get();
    }
    var fence = fence();

    var second = engine(journal, tables);
    connect(second).get();

    assertThat(delivered.take()).isInstanceOf(Effect.WelcomeNode.class);
    assertThat(delivered.take())
        .isInstanceOfSatisfying(
            Effect.Dispatch.class,
            again -> assertThat(again.assignment().attempt().fence()).isEqualTo(fence));
  }

  @Test
  void a_restart_knows_what_the_tables_missed() throws Exception {
    var first = engine(journal.opened(), tables);
    submit(first, "projected").get();
    first.awaitTables();
    tables.fillUp();
    submit(first, "only in the journal").get();

    var second = engine(journal, tables);

    assertThat(second.read(kernel -> kernel.tasks().stream().map(t -> t.spec().name()).toList()))
        .succeedsWithin(Duration.ofSeconds(5))
        .asInstanceOf(LIST)
        .containsExactlyInAnyOrder("projected", "only in the journal");
  }

  @Test
  void a_kernel_that_is_behind_the_journal_may_not_decide() throws Exception {
    var first = engine(journal.opened(), tables);
    submit(first, "projected").get();
    first.awaitTables();
    tables.fillUp();
    submit(first, "only in the journal").get();
    var behind = new Follower(KernelSettings.DEFAULT, journal, tables);
    var ground =
        new JournaledEngine.Ground(journal, tables, delivered::add, new LiveEvents(), () -> NOW);

    assertThatThrownBy(() -> new JournaledEngine(NARROW, behind, ground, "test", fault::complete))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the kernel stands at entry 3, but the journal ends at 5");
  }

  @Test
  void a_database_that_goes_away_loses_nothing() throws Exception {
    var engine = engine(journal.opened(), tables);
    submit(engine, "before").get();
    journal.goAway();

    var answer = submit(engine, "while it is away");
    journal.awaitRefusals();
    assertThat(answer).isNotDone();
    assertThat(engine.trouble()).contains("the test took it away");

    journal.comeBack();
    assertThat(answer.get()).isEqualTo(new Reply.Done());
    assertThat(engine.trouble()).isEmpty();
    assertThat(journal.verify().intact()).isTrue();
  }

  @Test
  void too_many_commands_are_refused_and_leave_no_trace() throws Exception {
    var engine = engine(journal, tables);
    var answers = new ArrayList<CompletableFuture<Reply>>();
    for (var i = 0; i < 20; i++) {
      answers.add(submit(engine, "task " + i));
    }

    var refused = answers.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
    assertThat(refused).isNotEmpty();
    assertThatThrownBy(refused.getFirst()::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(EngineBusy.class)
        .hasMessageContaining("5 commands wait already");

    journal.opened();
    var taken = answers.stream().filter(answer -> !answer.isCompletedExceptionally()).toList();
    for (var answer : taken) {
      assertThat(answer.get()).isEqualTo(new Reply.Done());
    }
    assertThat(engine.read(kernel -> kernel.tasks().size()).get()).isEqualTo(taken.size());
  }

  @Test
  void a_second_writer_ends_the_first() throws Exception {
    var first = engine(journal.opened(), tables);
    submit(first, "mine").get();
    var second = engine(journal, tables);
    submit(second, "theirs").get();

    var late = submit(first, "too late");

    assertThat(fault.get()).isInstanceOf(JournalFenced.class);
    assertThatThrownBy(late::get).hasCauseInstanceOf(JournalFenced.class);
    assertThat(second.read(kernel -> kernel.tasks().size()).get()).isEqualTo(2);
  }

  @Test
  void a_reader_that_fails_hurts_only_its_caller() throws Exception {
    var engine = engine(journal.opened(), tables);

    var bad =
        engine.read(
            _ -> {
              throw new IllegalStateException("my own fault");
            });

    assertThatThrownBy(bad::get).hasMessageContaining("my own fault");
    assertThat(submit(engine, "still works").get()).isEqualTo(new Reply.Done());
  }

  @Test
  void closing_commits_what_was_decided() throws Exception {
    var engine = engine(journal.opened(), tables);
    var answer = submit(engine, "last");
    answer.get();
    engine.close();

    assertThat(tables.counts()).containsEntry(TaskState.QUEUED, 1L);
    assertThatThrownBy(submit(engine, "too late")::get).hasMessageContaining("shutting down");
  }

  @Test
  void tables_of_another_database_are_refused() {
    tables.write(7, Changes.NONE);

    assertThatThrownBy(() -> engine(new InMemoryJournal(), tables))
        .hasMessageContaining("the tables stand at 7 but the journal ends at 0")
        .hasMessageContaining("restore both from one backup");
  }

  // ---- a test's hands

  private JournaledEngine engine(Journal over, Tables with) {
    return engine(over, with, delivered::add);
  }

  private JournaledEngine engine(Journal over, Tables with, WorkerStreams streams) {
    var engine =
        new JournaledEngine(
            NARROW,
            KernelSettings.DEFAULT,
            new JournaledEngine.Ground(over, with, streams, new LiveEvents(), () -> NOW),
            "test",
            fault::complete);
    engines.add(engine);
    return engine;
  }

  private List<CompletableFuture<Reply>> joinAndSubmit(JournaledEngine engine, String name) {
    return List.of(
        engine.submit("owner", new Command.IssueJoinCode(SECRET, NOW.plusSeconds(60))),
        engine.submit("node", new Command.EnrolNode(NODE, "host", "fingerprint", SECRET)),
        connect(engine),
        submit(engine, name));
  }

  private static CompletableFuture<Reply> connect(JournaledEngine engine) {
    var inventory = Inventory.of("host").os("linux").arch("amd64").cores(4).version("0").build();
    return engine.submit(
        "node", new Command.ConnectNode(NODE, inventory, 2, Usage.UNKNOWN, List.of()));
  }

  private int submitted;

  private CompletableFuture<Reply> submit(JournaledEngine engine, String name) {
    submitted++;
    var spec = TaskSpec.named(name).command(List.of("true")).build();
    return engine.submit(
        "owner", new Command.SubmitTask(new TaskId("task" + submitted), spec, List.of()));
  }

  /** Of the one lease that was ever given. */
  private long fence() {
    return journal.read(0, 100).stream()
        .map(JournalEntry::event)
        .filter(TaskEvent.AttemptLeased.class::isInstance)
        .map(TaskEvent.AttemptLeased.class::cast)
        .mapToLong(leased -> leased.attempt().fence())
        .max()
        .orElseThrow();
  }
}
