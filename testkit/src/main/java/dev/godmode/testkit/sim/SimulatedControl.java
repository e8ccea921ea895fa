package dev.godmode.testkit.sim;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.SealedEntry;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Decision;
import dev.godmode.kernel.Effect;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.testkit.InMemoryJournal;
import dev.godmode.testkit.InMemoryTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A control process that can die at any moment: what is decided becomes durable a while later, is
 * projected later still, and only then acted upon. What was not durable is gone after a crash.
 */
final class SimulatedControl {

  /** Group commit takes the same time for all, so batches keep their order. */
  private static final Duration COMMIT = Duration.ofMillis(4);

  private record Pending(
      Instant at,
      List<Event> events,
      Changes changes,
      List<Effect> effects,
      Runnable answer,
      long life) {}

  private record Projectable(long position, Changes changes) {}

  private final Timeline time;
  private final Sabotage sabotage;
  private final Promises promises;
  private final Consumer<Effect> world;
  private final Consumer<String> story;
  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryTables tables = new InMemoryTables();
  private final Deque<Projectable> projectables = new ArrayDeque<>();
  private Kernel kernel;
  private long life;
  private boolean up;

  SimulatedControl(
      Timeline time,
      Sabotage sabotage,
      Promises promises,
      Consumer<Effect> world,
      Consumer<String> story) {
    this.time = time;
    this.sabotage = sabotage;
    this.promises = promises;
    this.world = world;
    this.story = story;
    this.kernel = recovered();
    start();
  }

  boolean isUp() {
    return up;
  }

  /** Which of its lives this is: what belongs to an earlier one is void. */
  long life() {
    return life;
  }

  Kernel kernel() {
    return kernel;
  }

  void crash() {
    story.accept("control is killed");
    up = false;
    life++;
    projectables.clear();
  }

  void start() {
    kernel = recovered();
    up = true;
    story.accept("control is up with %d live tasks".formatted(kernel.tasks().size()));
    submit(new Command.StartControl("sim"), _ -> {});
  }

  private Kernel recovered() {
    var loaded = tables.load();
    var fresh = new Kernel(KernelSettings.DEFAULT, loaded.snapshot());
    var skip = sabotage == Sabotage.TAIL_CUT_OFF ? 1 : 0;
    var tail = journal.read(loaded.position(), Integer.MAX_VALUE);
    tail.stream()
        .limit(Math.max(0, tail.size() - skip))
        .forEach(entry -> fresh.apply(entry.at(), entry.event()));
    return fresh;
  }

  /** Hands a command in; the answer comes once what it led to is durable, or never. */
  void submit(Command command, Consumer<Reply> answer) {
    if (!up) {
      return;
    }
    var decision = kernel.handle(time.now(), command);
    decided(decision, () -> answer.accept(decision.reply()));
    decided(kernel.place(time.now()), () -> {});
  }

  private void decided(Decision decision, Runnable answer) {
    var pending =
        new Pending(
            time.now(), decision.events(), kernel.drainChanges(), decision.effects(), answer, life);
    if (sabotage == Sabotage.EFFECTS_BEFORE_COMMIT) {
      decision.effects().forEach(world);
    }
    time.in(COMMIT, () -> commit(pending));
  }

  /** A worker's report; for a task that has left, with what the tables know of it. */
  void report(NodeId node, AttemptKey attempt, AttemptReport report) {
    var key = sabotage == Sabotage.FENCE_IGNORED ? current(attempt) : attempt;
    submit(
        new Command.EndAttempt(node, key, report),
        reply -> {
          if (reply instanceof Reply.Refused) {
            submit(new Command.EndAttempt(node, key, report, tables.task(key.task())), _ -> {});
          }
        });
  }

  private AttemptKey current(AttemptKey attempt) {
    return kernel
        .task(attempt.task())
        .map(task -> task.phase() instanceof Running running ? running.attempt() : attempt)
        .orElse(attempt);
  }

  private void commit(Pending pending) {
    if (pending.life() != life) {
      return;
    }
    append(pending);
    projectables.add(new Projectable(journal.head().sequence(), pending.changes()));
    pending.answer().run();
    if (sabotage != Sabotage.EFFECTS_BEFORE_COMMIT) {
      pending.effects().forEach(world);
    }
  }

  private void append(Pending pending) {
    var entries = new ArrayList<SealedEntry>();
    var chain = new HashChain(journal.head());
    for (var event : pending.events()) {
      var read = Json.read(Event.class, Json.write(Event.class, event));
      entries.add(chain.seal(pending.at(), "sim", read));
      story.accept("%d %s".formatted(chain.head().sequence(), read));
      promises.hold(read);
    }
    journal.append(entries);
  }

  /** Writes what is durable to the tables, and lets ended tasks go. */
  void project() {
    Set<TaskId> ended = new HashSet<>();
    while (!projectables.isEmpty()) {
      var next = projectables.poll();
      write(next);
      next.changes().tasks().stream()
          .filter(task -> task.state().isTerminal())
          .forEach(task -> ended.add(task.id()));
    }
    if (!ended.isEmpty()) {
      submit(new Command.ForgetTasks(ended), _ -> {});
    }
  }

  private void write(Projectable next) {
    if (sabotage != Sabotage.PROJECTION_TORN) {
      tables.write(next.position(), next.changes());
      return;
    }
    tables.write(next.position(), Changes.NONE);
    var begun = life;
    time.in(
        Duration.ofMillis(40),
        () -> {
          if (begun == life) {
            tables.write(next.position(), next.changes());
          }
        });
  }

  boolean chainHolds() {
    return journal.verify().intact();
  }

  long entries() {
    return journal.head().sequence();
  }

  /** What the tables know of a task: the way a person retries one that has ended. */
  Optional<Task> known(TaskId task) {
    return kernel.task(task).or(() -> tables.task(task));
  }
}
