package dev.godmode.control.engine;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import dev.godmode.control.event.LiveEvents;
import dev.godmode.control.fleet.WorkerStreams;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.projection.Projector;
import dev.godmode.control.projection.Tables;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Decision;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The engine over a journal. Two threads: one decides, the other commits, so that the next batch is
 * decided while the last one is on its way to the disk.
 */
public final class JournaledEngine implements Engine, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(JournaledEngine.class.getName());
  private static final String CONTROL = "control";

  /** How often the committer looks whether it is over. */
  private static final Duration COMMITTER_LOOK = Duration.ofMillis(100);

  /** How often to look whether a mandate that has lapsed holds again. */
  static final Duration MANDATE_LOOK = Duration.ofMillis(20);

  /**
   * What the engine stands on.
   *
   * @param clock steady: a wall clock that jumps back must not move it
   * @param mandate asked before anything is decided, and before anything is let out
   */
  public record Ground(
      Journal journal,
      Tables tables,
      WorkerStreams streams,
      LiveEvents live,
      InstantSource clock,
      Mandate mandate) {

    /** Of a control that shares its database with no other. */
    public Ground(
        Journal journal,
        Tables tables,
        WorkerStreams streams,
        LiveEvents live,
        InstantSource clock) {
      this(journal, tables, streams, live, clock, Mandate.ALWAYS);
    }
  }

  private final EngineSettings settings;
  private final InstantSource clock;
  private final Mandate mandate;
  private final Kernel kernel;
  private final Projector projector;
  private final Committer committer;
  private final BlockingQueue<Work<?>> inbox = new LinkedBlockingQueue<>();

  /** Commands in the inbox, or about to be put there. */
  private final AtomicInteger waiting = new AtomicInteger();

  private final Pipeline pipeline;
  private final Consumer<RuntimeException> fatal;
  private final Thread decider;
  private final Thread writer;
  private Instant now;
  private Instant nextTick;
  private long decided;
  private volatile boolean closed;

  /**
   * Loads the tables, replays the journal's tail, and starts.
   *
   * @param fatal told once when the engine cannot go on; the process should end
   */
  public JournaledEngine(
      EngineSettings settings,
      KernelSettings kernelSettings,
      Ground ground,
      String version,
      Consumer<RuntimeException> fatal) {
    this(
        settings,
        Follower.atTheEnd(kernelSettings, ground.journal(), ground.tables()),
        ground,
        version,
        fatal);
  }

  /**
   * Starts with a kernel that is warm already; it is the engine's from now on.
   *
   * @param follower at the journal's end
   * @param fatal told once when the engine cannot go on; the process should end
   */
  public JournaledEngine(
      EngineSettings settings,
      Follower follower,
      Ground ground,
      String version,
      Consumer<RuntimeException> fatal) {
    this.settings = settings;
    this.clock = ground.clock();
    this.mandate = ground.mandate();
    this.fatal = fatal;
    this.now = ground.clock().instant().truncatedTo(ChronoUnit.MICROS);
    this.nextTick = now;
    this.pipeline = new Pipeline(settings.pipelineMax());
    this.kernel = follower.kernel();
    this.decided = follower.position();
    this.projector =
        new Projector(
            ground.tables(),
            follower.loadedAt(),
            this::forget,
            settings.changesMax(),
            settings.retryEvery(),
            settings.gatherFor());
    this.committer =
        new Committer(
            ground.journal(),
            new Committer.Out(ground.streams(), ground.live(), projector),
            ground.mandate(),
            settings.retryEvery());
    requireTheEnd(decided, committer.committed());
    projector.advance(decided, follower.unprojected());
    LOG.log(
        INFO,
        "engine ready sequence={0} replayed={1} tasks={2}",
        decided,
        decided - follower.loadedAt(),
        kernel.tasks().size());
    var _ = submit(CONTROL, new Command.StartControl(version));
    this.decider = Thread.ofPlatform().name("kernel").daemon().start(this::decide);
    this.writer = Thread.ofPlatform().name("committer").daemon().start(this::commit);
  }

  /** A kernel that missed the last entries would lease, end and answer anew what they hold. */
  private static void requireTheEnd(long kernel, long journal) {
    if (kernel != journal) {
      throw new IllegalStateException(
          "the kernel stands at entry %d, but the journal ends at %d: it must be replayed to its end"
              .formatted(kernel, journal));
    }
  }

  @Override
  public CompletableFuture<List<Reply>> submitAll(String by, List<Command> commands) {
    return enqueue(new Work.Orders(by, commands, new CompletableFuture<>()));
  }

  @Override
  public <T> CompletableFuture<T> readAt(BiFunction<Kernel, Long, T> reader) {
    return enqueue(new Work.Look<>(reader, new CompletableFuture<>()));
  }

  private <T> CompletableFuture<T> enqueue(Work<T> work) {
    if (closed) {
      work.future().completeExceptionally(new EngineBusy("control is shutting down"));
    } else if (waiting.addAndGet(work.weight()) > settings.inboxMax()) {
      waiting.addAndGet(-work.weight());
      work.future()
          .completeExceptionally(
              new EngineBusy(
                  "%d commands wait already; try again in a moment"
                      .formatted(settings.inboxMax())));
    } else {
      inbox.add(work);
    }
    return work.future();
  }

  @Override
  public long committed() {
    return committer.committed();
  }

  @Override
  public boolean awaitTables() {
    return projector.await(committed(), settings.catchUp());
  }

  /** Why the journal takes no entries just now; empty when it does. */
  public Optional<String> trouble() {
    return committer.trouble();
  }

  private void forget(Set<TaskId> ended) {
    // When the inbox is full the tasks stay in memory until they are projected again: no harm.
    var _ = submit(CONTROL, new Command.ForgetTasks(ended));
  }

  private void decide() {
    try {
      while (!closed) {
        var batch = nextBatch();
        if (batch.size() > 0) {
          pipeline.put(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      die(new IllegalStateException("the kernel failed", e));
    }
  }

  private Batch nextBatch() throws InterruptedException {
    var taken = new ArrayList<Work<?>>();
    var wait = Math.max(0, readClock().until(nextTick, ChronoUnit.NANOS));
    var first = inbox.poll(wait, TimeUnit.NANOSECONDS);
    var weight = 0;
    for (var next = first;
        next != null;
        next = weight < settings.batchMax() ? inbox.poll() : null) {
      taken.add(next);
      weight += next.weight();
    }
    waiting.addAndGet(-weight);
    var batch = new Batch();
    var waited = awaitMandate();
    readClock();
    if (waited) {
      tick(batch); // before all else, or silence is judged by a time that nobody lived through
    }
    taken.forEach(work -> decide(work, batch));
    if (!now.isBefore(nextTick)) {
      tick(batch);
    }
    take(CONTROL, kernel.place(now), batch);
    if (!batch.events().isEmpty()) {
      batch.add(kernel.drainChanges());
    }
    return batch;
  }

  private void tick(Batch batch) {
    nextTick = now.plus(settings.tickEvery());
    order(CONTROL, new Command.Tick(), batch);
  }

  /** True when it had to wait. */
  private boolean awaitMandate() throws InterruptedException {
    var waited = false;
    while (!mandate.holds() && !closed) {
      waited = true;
      TimeUnit.MILLISECONDS.sleep(MANDATE_LOOK.toMillis());
    }
    return waited;
  }

  private void decide(Work<?> work, Batch batch) {
    switch (work) {
      case Work.Orders(var by, var commands, var future) ->
          batch.add(
              new Work.Told<>(
                  future, commands.stream().map(command -> order(by, command, batch)).toList()));
      case Work.Look<?> look -> batch.add(look.read(kernel, decided));
    }
  }

  private Reply order(String by, Command command, Batch batch) {
    var decision = kernel.handle(now, command);
    take(by, decision, batch);
    return decision.reply();
  }

  private void take(String by, Decision decision, Batch batch) {
    batch.add(now, by, decision.events());
    batch.add(decision.effects());
    decided += decision.events().size();
  }

  /**
   * The time for all that is decided together. Never goes back, and no finer than the journal keeps
   * it.
   */
  private Instant readClock() {
    var read = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (read.isAfter(now)) {
      now = read;
    }
    return now;
  }

  private void commit() {
    try {
      var pace = new Pace(settings.commitEvery());
      while (true) {
        pace.await();
        var batch = pipeline.take(COMMITTER_LOOK);
        if (batch.isPresent()) {
          pace.begin();
          commit(batch.get());
        } else if (closed && !decider.isAlive()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      die(e instanceof RuntimeException fault ? fault : new IllegalStateException(e));
    }
  }

  private void commit(Batch batch) {
    try {
      committer.commit(batch);
    } catch (RuntimeException fault) {
      batch.answers().forEach(answer -> answer.fail(fault));
      throw fault;
    }
  }

  private void die(RuntimeException fault) {
    if (!closed) {
      LOG.log(ERROR, "engine stopped: " + fault.getMessage(), fault);
      closed = true;
      failWaiting(fault);
      fatal.accept(fault);
    }
  }

  private void failWaiting(RuntimeException fault) {
    var left = new ArrayList<Work<?>>();
    inbox.drainTo(left);
    left.forEach(work -> work.future().completeExceptionally(fault));
  }

  /** Commits what is decided, brings the tables up to it, and stops. */
  @Override
  public void close() {
    closed = true;
    committer.close();
    join(decider);
    join(writer);
    failWaiting(new EngineBusy("control is shutting down"));
    projector.close();
  }

  private static void join(Thread thread) {
    if (thread == Thread.currentThread()) {
      return;
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
