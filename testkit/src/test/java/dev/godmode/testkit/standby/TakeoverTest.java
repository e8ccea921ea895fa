package dev.godmode.testkit.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.engine.EngineSettings;
import dev.godmode.control.engine.Follower;
import dev.godmode.control.engine.JournaledEngine;
import dev.godmode.control.engine.Mandate;
import dev.godmode.control.event.LiveEvents;
import dev.godmode.control.fleet.WorkerStreams;
import dev.godmode.control.standby.ControlLease;
import dev.godmode.control.standby.ControlLease.Seen;
import dev.godmode.control.standby.ControlNode;
import dev.godmode.control.standby.LeaseTerms;
import dev.godmode.control.standby.StandbyWatch;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Effect;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.SubmittedTask;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.testkit.InMemoryJournal;
import dev.godmode.testkit.InMemoryLease;
import dev.godmode.testkit.InMemoryTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two controls on one journal; the test holds their lease and their clocks. */
@Timeout(30)
class TakeoverTest {

  private static final NodeId NODE = new NodeId("node1");
  private static final String SECRET = "hash-of-a-join-secret";
  private static final ControlNode FORGE = control("forge");
  private static final ControlNode ATLAS = control("atlas");
  private static final LeaseTerms LOOKING_ALWAYS =
      new LeaseTerms(
          Duration.ofSeconds(3),
          Duration.ofMillis(500),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(7));

  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryTables tables = new InMemoryTables();
  private final InMemoryLease.Shared shared = new InMemoryLease.Shared();
  private final List<JournaledEngine> engines = new ArrayList<>();
  private final BlockingQueue<Effect> byForge = new LinkedBlockingQueue<>();
  private final BlockingQueue<Effect> byAtlas = new LinkedBlockingQueue<>();
  private final AtomicBoolean forgeMayDecide = new AtomicBoolean(true);
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final ControlLease lease = new InMemoryLease(shared, LOOKING_ALWAYS, () -> now);
  private final Follower follower = new Follower(KernelSettings.DEFAULT, journal, tables);
  private final StandbyWatch watch =
      new StandbyWatch(lease, LOOKING_ALWAYS, ATLAS, follower, System::nanoTime);

  private static ControlNode control(String name) {
    return new ControlNode("id-of-" + name, name, List.of(name + ":5053"), "f00d", "1.0");
  }

  private JournaledEngine engine(Follower warm, WorkerStreams streams, Mandate mandate) {
    var engine =
        new JournaledEngine(
            EngineSettings.DEFAULT,
            warm,
            new JournaledEngine.Ground(
                journal, tables, streams, new LiveEvents(), () -> now, mandate),
            "test",
            _ -> {});
    engines.add(engine);
    return engine;
  }

  private JournaledEngine forge() {
    lease.take(FORGE);
    lease.report(FORGE, 0);
    return engine(
        Follower.atTheEnd(KernelSettings.DEFAULT, journal, tables),
        byForge::add,
        forgeMayDecide::get);
  }

  private JournaledEngine atlasTakesOver() {
    now = now.plusSeconds(4);
    assertThat(watch.runOnce()).hasValue(2);
    return engine(follower, byAtlas::add, Mandate.ALWAYS);
  }

  @AfterEach
  void stop() {
    engines.forEach(JournaledEngine::close);
  }

  @Test
  void a_standby_knows_all_that_is_decided_and_goes_on_where_the_other_stood() {
    var first = forge();
    join(first);
    submit(first, "running").join();
    submit(first, "queued").join();
    var leased = leases().getLast();

    assertThat(watch.runOnce()).isEmpty();
    assertThat(watch.standing().holder().map(Seen::node)).contains(FORGE);
    assertThat(watch.standing().position()).isEqualTo(journal.head().sequence());
    assertThat(watch.standing().behind()).isZero();
    forgeMayDecide.set(false); // it is frozen
    var second = atlasTakesOver();

    connect(second, List.of(leased)).join();
    second.submit("node", ended(leased)).join();
    assertThat(second.read(kernel -> kernel.queued()).join()).isZero();
    assertThat(leases()).hasSize(2).last().extracting(AttemptKey::fence).isEqualTo(2L);
    assertThat(byAtlas)
        .filteredOn(Effect.Dispatch.class::isInstance)
        .hasSize(1)
        .first()
        .extracting(effect -> ((Effect.Dispatch) effect).assignment().attempt())
        .isEqualTo(leases().getLast());
    assertThat(journal.verify().intact()).isTrue();
  }

  @Test
  void one_that_is_frozen_answers_nothing_and_dispatches_nothing_when_it_thaws() {
    var first = forge();
    join(first);
    forgeMayDecide.set(false);
    var before = journal.head();

    var late = submit(first, "too late");
    var look = first.read(kernel -> kernel.tasks().size());
    var second = atlasTakesOver();
    submit(second, "in time").join();

    assertThat(late).isNotDone();
    assertThat(look).isNotDone();
    assertThat(journal.read(before.sequence(), 100))
        .extracting(JournalEntry::by)
        .containsOnly("control", "owner");
    first.close();
    assertThatThrownBy(late::join).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(look::join).isInstanceOf(RuntimeException.class);
    assertThat(byForge).noneMatch(Effect.Dispatch.class::isInstance);
    assertThat(second.read(kernel -> kernel.tasks().size()).join()).isEqualTo(1);
  }

  @Test
  void a_standby_lets_go_of_what_has_ended_and_what_the_tables_have() {
    var first = forge();
    join(first);
    for (var i = 0; i < 20; i++) {
      submit(first, "task " + i).join();
      first.submit("node", ended(leases().getLast())).join();
      watch.runOnce();
    }
    first.awaitTables();

    watch.runOnce();
    var second = atlasTakesOver();

    assertThat(second.read(kernel -> kernel.tasks().size()).join()).isZero();
    assertThat(tables.counts()).containsEntry(TaskState.UNVERIFIED, 20L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_warm_kernel_is_the_one_that_a_restart_would_load(long seed) {
    var random = new Random(seed);
    var first = forge();
    join(first);
    var tasks = new ArrayList<TaskId>();
    for (var i = 0; i < 60; i++) {
      submit(first, "task " + i).join();
      tasks.add(new TaskId("task" + submitted));
      something(first, random, tasks);
      if (random.nextInt(4) == 0) {
        first.awaitTables();
      }
      if (random.nextInt(3) == 0) {
        watch.runOnce();
      }
    }
    first.close();

    var warm = live(atlasTakesOver());
    var cold =
        live(
            engine(
                Follower.atTheEnd(KernelSettings.DEFAULT, journal, tables),
                _ -> {},
                Mandate.ALWAYS));

    assertThat(warm).isNotEmpty().isEqualTo(cold);
  }

  private void something(JournaledEngine engine, Random random, List<TaskId> tasks) {
    var task = tasks.get(random.nextInt(tasks.size()));
    var command =
        switch (random.nextInt(5)) {
          case 0 -> new Command.CancelTask(task, "changed my mind");
          case 1 -> new Command.HoldTask(task, "not now");
          case 2 -> new Command.ReleaseTask(task);
          case 3 -> retried(task);
          default -> ended(leases().getLast());
        };
    engine.submit("owner", command).join();
  }

  /** As a person would ask: by what the tables know. */
  private Command retried(TaskId task) {
    var made = tables.task(task).map(Task::attemptsMade).orElse(0);
    return new Command.RetryTask(task, spec("again"), made, List.of());
  }

  private static Map<TaskId, Task> live(JournaledEngine engine) {
    return engine
        .read(
            kernel ->
                kernel.tasks().stream()
                    .filter(task -> !task.state().isTerminal())
                    .collect(Collectors.toMap(Task::id, task -> task)))
        .join();
  }

  @Test
  void what_the_first_had_not_written_to_the_tables_the_second_writes() {
    var first = forge();
    join(first);
    first.awaitTables();
    tables.fillUp();
    submit(first, "only in the journal").join();
    watch.runOnce();
    forgeMayDecide.set(false);

    tables.makeRoom();
    var second = atlasTakesOver();
    second.read(Kernel::live).join(); // by then it has begun, and that is durable
    second.awaitTables();

    assertThat(tables.counts()).containsEntry(TaskState.RUNNING, 1L);
    assertThat(tables.position()).isEqualTo(journal.head().sequence());
  }

  @Test
  void a_lease_that_is_renewed_in_time_goes_on_as_if_nothing_had_been() {
    var first = forge();
    join(first);
    forgeMayDecide.set(false);
    var held = submit(first, "held");
    assertThat(held).isNotDone();

    forgeMayDecide.set(true);

    assertThat(held.join()).isEqualTo(new Reply.Done());
  }

  @Test
  void a_database_that_is_away_is_told_and_followed_again() {
    var first = forge();
    shared.goAway();
    var following = CompletableFuture.supplyAsync(watch::awaitTerm);
    while (watch.standing().trouble().isEmpty()) {
      Thread.onSpinWait();
    }

    shared.comeBack();
    submit(first, "one more").join();
    now = now.plusSeconds(4);

    assertThat(following.join()).hasValue(2);
    assertThat(follower.position()).isEqualTo(journal.head().sequence());
  }

  // ---- a test's hands

  private List<AttemptKey> leases() {
    return journal.read(0, 1_000).stream()
        .map(JournalEntry::event)
        .filter(AttemptLeased.class::isInstance)
        .map(event -> ((AttemptLeased) event).attempt())
        .toList();
  }

  private void join(JournaledEngine engine) {
    engine.submit("owner", new Command.IssueJoinCode(SECRET, now.plusSeconds(60))).join();
    engine.submit("node", new Command.EnrolNode(NODE, "host", "fingerprint", SECRET)).join();
    connect(engine, List.of()).join();
  }

  private static CompletableFuture<Reply> connect(
      JournaledEngine engine, List<AttemptKey> running) {
    var inventory = Inventory.of("host").os("linux").arch("amd64").cores(4).version("0").build();
    return engine.submit(
        "node", new Command.ConnectNode(NODE, inventory, 1, Usage.UNKNOWN, running));
  }

  private int submitted;

  private CompletableFuture<Reply> submit(JournaledEngine engine, String name) {
    submitted++;
    return engine.submit(
        "owner", new Command.SubmitTask(new TaskId("task" + submitted), spec(name), List.of()));
  }

  private static TaskSpec spec(String name) {
    var text = "{\"name\":\"%s\",\"command\":[\"true\"]}".formatted(name);
    return Json.read(SubmittedTask.class, text).toSpec(Set.of());
  }

  private static Command ended(AttemptKey attempt) {
    var report =
        AttemptReport.of(Ending.UNVERIFIED)
            .exitCode(Optional.of(0))
            .took(Duration.ofMillis(1))
            .build();
    return new Command.EndAttempt(NODE, attempt, report);
  }
}
