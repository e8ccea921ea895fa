package dev.godmode.testkit.sim;

import dev.godmode.control.engine.SteadyClock;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Decision;
import dev.godmode.kernel.Effect;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A control process, built like the engine: an inbox, batches that are decided together, a short
 * pipeline of decided batches, commits one after the other, then effects, then the tables. It can
 * die or stand still at any moment; what was not durable is gone, whatever was decided.
 */
final class SimulatedControl implements CommitLine.Owner {

  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration PROJECT = Duration.ofMillis(170);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration REREAD = Duration.ofMillis(30);
  private static final String BY = "sim";

  /** Who is told what happens. */
  interface World {
    /** Something goes out over the connections that were opened to a life of control. */
    void act(long life, Effect effect);

    /** The connections that were opened to a life of control end. */
    void hangUp(long life);

    void durable(Instant at, Event event);
  }

  private record Projectable(long position, Changes changes) {}

  private final Timeline time;
  private final Sabotage bug;
  private final Mischief mischief;
  private final World world;
  private final Story story;
  private final SimulatedDatabase database;
  private final Deque<Deciding.Order> inbox = new ArrayDeque<>();
  private final Deque<Projectable> projectables = new ArrayDeque<>();
  private final Deque<Runnable> frozenOut = new ArrayDeque<>();
  private CommitLine line;
  private Duration clockOffset = Duration.ZERO;
  private SteadyClock clock;
  private Kernel kernel;
  private Instant now;
  private Instant nextTick;
  private long life;
  private boolean up;
  private boolean frozen;
  private boolean tablesBehind;

  SimulatedControl(
      Timeline time, Sabotage bug, World world, Story story, SimulatedDatabase database) {
    this.time = time;
    this.bug = bug;
    this.mischief = new Mischief(bug);
    this.world = world;
    this.story = story;
    this.database = database;
    this.kernel = database.recovered(0);
    this.clock = steadyClock();
    this.now = time.now();
    this.nextTick = now;
    this.line = new CommitLine(time, bug, database, world, story, this);
    time.every(TICK, this::decide);
    time.every(PROJECT, this::project);
    start();
  }

  boolean isUp() {
    return up;
  }

  boolean isFrozen() {
    return frozen;
  }

  /** Whether it has nothing to do and nothing keeps it from doing it. */
  boolean isAtEase() {
    return up && !frozen && database.isSwift() && inbox.isEmpty() && line.isEmpty();
  }

  /** Whether what it decides is durable at once, or nearly so. */
  boolean isSwift() {
    return database.isSwift() && line.hasRoom();
  }

  /** Which of its lives this is: what belongs to an earlier one is void. */
  long life() {
    return life;
  }

  Kernel kernel() {
    return kernel;
  }

  /** By its own clock. */
  Instant now() {
    var read = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (read.isAfter(now)) {
      now = read;
    }
    return now;
  }

  void crash() {
    story.tell("control is killed");
    line.die();
    world.hangUp(life);
    endLife();
  }

  /**
   * Another control, on a machine with a clock of its own, decides from now on. Workers learn late,
   * but before anybody may count them as lost, that the one before does so no more.
   */
  void handOver(Duration offset) {
    story.tell("a standby takes over");
    var before = life;
    time.in(time.between(1, 3_000), () -> world.hangUp(before));
    endLife();
    line.goOnUnknowing(before);
    clockOffset = offset;
    startIn(Duration.ZERO);
  }

  private void endLife() {
    up = false;
    frozen = false;
    life++;
    inbox.clear();
    projectables.clear();
    frozenOut.clear();
  }

  /** The one before wrote after this one had read: it reads again. */
  @Override
  public void fenced() {
    world.hangUp(life);
    endLife();
    startIn(REREAD);
  }

  /** Begins anew in a while, or as soon as the database is there after that. */
  void startIn(Duration delay) {
    time.in(
        delay,
        () -> {
          start();
          if (!up) {
            startIn(RETRY);
          }
        });
  }

  /** Begins anew from what is durable, if the database is there. */
  void start() {
    if (up || !database.isUp()) {
      return;
    }
    kernel = database.recovered(bug == Sabotage.TAIL_CUT_OFF ? 1 : 0);
    clock = steadyClock();
    now = clock.instant();
    nextTick = now;
    line = new CommitLine(time, bug, database, world, story, this);
    up = true;
    story.tell("control is up with %d live tasks".formatted(kernel.live()));
    submit(new Command.StartControl(BY), _ -> {});
  }

  private SteadyClock steadyClock() {
    return new SteadyClock(() -> time.now().plus(clockOffset), () -> time.elapsed().toNanos());
  }

  /** The wall clock shows something else from now on. */
  void setClock(Duration offset) {
    story.tell("the wall clock is %s ahead".formatted(offset));
    clockOffset = offset;
  }

  void freeze(Duration standstill) {
    story.tell("control stands still for " + standstill);
    frozen = true;
    var begun = life;
    time.in(
        standstill,
        () -> {
          if (begun == life) {
            thaw();
          }
        });
  }

  private void thaw() {
    frozen = false;
    story.tell("control goes on");
    if (bug == Sabotage.STANDSTILL_BLAMED) {
      for (var at = nextTick; at.isBefore(now()); at = at.plus(TICK)) {
        var batch = new Deciding();
        take(at, new Command.Tick(), batch);
        line.add(batch.decided(kernel));
      }
    }
    while (!frozenOut.isEmpty()) {
      frozenOut.poll().run();
    }
    line.commitNext();
    decide();
  }

  /** Something of this life happens later, or when it goes on after it stood still. */
  @Override
  public void later(Duration delay, Runnable what) {
    var begun = life;
    time.in(
        delay,
        () -> {
          if (begun == life && frozen) {
            frozenOut.add(what);
          } else if (begun == life) {
            what.run();
          }
        });
  }

  void putTablesBehind(Duration spell) {
    tablesBehind = true;
    time.in(spell, () -> tablesBehind = false);
  }

  /** Hands a command in; the answer comes once what it led to is durable, or never. */
  void submit(Command command, Consumer<Reply> answer) {
    if (up) {
      inbox.add(new Deciding.Order(command, answer));
      decide();
    }
  }

  private void decide() {
    while (up && !frozen && line.hasRoom() && (!inbox.isEmpty() || !now().isBefore(nextTick))) {
      var deciding = new Deciding();
      while (!inbox.isEmpty()) {
        var order = inbox.poll();
        var reply = take(now(), order.command(), deciding);
        deciding.answers.add(() -> order.answer().accept(reply));
      }
      if (!now().isBefore(nextTick)) {
        nextTick = now().plus(TICK);
        var _ = take(now(), new Command.Tick(), deciding);
      }
      place(deciding);
      if (!deciding.isEmpty()) {
        line.add(deciding.decided(kernel));
        line.commitNext();
      }
    }
  }

  private Reply take(Instant at, Command said, Deciding deciding) {
    var decision = kernel.handle(at, mischief.heard(said));
    for (var event : decision.events()) {
      if (!mischief.hides(event)) {
        deciding.events.add(new Deciding.Decided(at, mischief.told(said, event)));
      }
    }
    mischief.forgets(said).ifPresent(command -> kernel.handle(at, command));
    effects(decision, deciding);
    return decision.reply();
  }

  private void place(Deciding deciding) {
    if (bug == Sabotage.ROOM_OVERLOOKED
        && deciding.events.stream().noneMatch(e -> e.event() instanceof TaskEvent.TaskQueued)) {
      return;
    }
    var decision = kernel.place(now());
    decision.events().forEach(event -> deciding.events.add(new Deciding.Decided(now(), event)));
    effects(decision, deciding);
  }

  private void effects(Decision decision, Deciding deciding) {
    if (bug == Sabotage.EFFECTS_BEFORE_COMMIT) {
      decision.effects().forEach(effect -> world.act(life, effect));
    } else {
      deciding.effects.addAll(decision.effects());
    }
  }

  @Override
  public void committed(Deciding.Batch batch, long position) {
    if (!batch.events().isEmpty()) {
      projectables.add(new Projectable(position, batch.changes()));
    }
    batch.answers().forEach(Runnable::run);
    batch.effects().forEach(effect -> world.act(life, effect));
    line.commitNext();
    decide();
  }

  /** It is noticed that a worker's connection has ended, unless it has a newer one. */
  void disconnected(SimulatedWorker worker) {
    if (worker.link().filter(Link::isOpen).isEmpty()) {
      submit(new Command.DisconnectNode(worker.node(), "lost"), _ -> {});
    }
  }

  /** A worker's report; for a task that has left, with what the tables know of it. */
  void report(NodeId node, AttemptKey attempt, AttemptReport report) {
    var key = bug == Sabotage.FENCE_IGNORED ? current(attempt) : attempt;
    submit(
        new Command.EndAttempt(node, key, report),
        reply -> {
          if (reply instanceof Reply.Refused(var code, _) && code == Reply.Code.NOT_FOUND) {
            later(time.between(1, 20), () -> reportLate(node, key, report));
          }
        });
  }

  private void reportLate(NodeId node, AttemptKey key, AttemptReport report) {
    if (!database.isUp()) {
      return;
    }
    var left = database.task(key.task());
    if (left.isPresent()) {
      submit(new Command.EndAttempt(node, key, report, left), _ -> {});
    } else {
      world.act(life, new Effect.ConfirmAttempt(node, key));
    }
  }

  private AttemptKey current(AttemptKey attempt) {
    return kernel
        .task(attempt.task())
        .map(task -> task.phase() instanceof Running running ? running.attempt() : attempt)
        .orElse(attempt);
  }

  /** Writes what is durable to the tables, and lets ended tasks go. */
  private void project() {
    if (!up || frozen || tablesBehind || !database.isUp()) {
      return;
    }
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
    if (bug == Sabotage.PROJECTION_TORN) {
      database.write(next.position(), Changes.NONE);
      later(Duration.ofMillis(40), () -> database.write(next.position(), next.changes()));
    } else {
      database.write(next.position(), next.changes());
    }
  }

  /** What the tables know of a task: the way a person retries one that has ended. */
  Optional<Task> known(TaskId task) {
    return kernel.task(task).or(() -> database.task(task));
  }
}
