package dev.godmode.worker.attempt;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.stream.ControlMessage.Answered;
import dev.godmode.protocol.stream.ControlMessage.CheckedOut;
import dev.godmode.protocol.stream.ControlMessage.Credential;
import dev.godmode.protocol.stream.ControlMessage.NoCheckout;
import dev.godmode.protocol.stream.ControlMessage.NoSecrets;
import dev.godmode.protocol.stream.ControlMessage.Secrets;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.worker.document.Loan;
import dev.godmode.worker.executor.Executor;
import dev.godmode.worker.process.ProcessGroup;
import dev.godmode.worker.service.OwnServers;
import dev.godmode.worker.spool.Spool;
import dev.godmode.worker.spool.SpooledAttempt;
import dev.godmode.worker.workspace.Mirrors;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All attempts this node knows: those that run, and those whose reports are not confirmed yet. */
public final class Attempts {

  private static final System.Logger LOG = System.getLogger(Attempts.class.getName());

  /**
   * What a node has for every attempt.
   *
   * @param path where programs are looked for
   * @param documents lends the fleet's documents
   * @param door where control is found
   * @param mirrors of repositories
   * @param servers of models that attempts run
   */
  public record Tools(
      String path, Supplier<Loan> documents, Doorway door, Mirrors mirrors, OwnServers servers) {}

  private record Known(SpooledAttempt spooled, Optional<AttemptRun> run, Optional<Thread> thread) {}

  private final Spool spool;
  private final Executor.Choice executors;
  private final Workplace.Site site;
  private final InstantSource clock;
  private final Consumer<WorkerMessage> tell;
  private final Sweeper sweeper;
  private final Sweeper sessions;
  private final NoOpDriver noOp;
  private final OneLife oneLife = new OneLife();
  private final Map<AttemptKey, Known> known = new ConcurrentHashMap<>();

  /**
   * Takes over what an earlier worker left: its programs are ended, for their output is lost with
   * it, and its reports are kept to be sent.
   *
   * @param home the worker's folder
   * @param tools what this node has for every attempt
   * @param executors which way a program is started
   * @param tell sends a message if control is there; whatever must arrive is in the spool
   */
  public Attempts(
      Path home,
      Tools tools,
      Executor.Choice executors,
      InstantSource clock,
      Consumer<WorkerMessage> tell) {
    this.spool = new Spool(home.resolve("spool"));
    this.site =
        new Workplace.Site(
            home.resolve("attempts"),
            home.resolve("secrets.env"),
            tools.path(),
            tools.documents(),
            tools.door(),
            tools.mirrors(),
            tools.servers());
    this.executors = executors;
    this.clock = clock;
    this.tell = tell;
    this.sweeper = new Sweeper(home.resolve("attempts"), () -> inUse(site::folder));
    this.sessions = new Sweeper(home.resolve("sessions"), () -> inUse(site::memory));
    this.noOp = new NoOpDriver(tell);
    spool.leftOver().forEach(this::takeOver);
  }

  private void takeOver(SpooledAttempt spooled) {
    var key = spooled.assignment().attempt();
    AttemptSecrets.forget(site.folder(spooled.assignment()));
    if (spooled.report().isEmpty()) {
      // What is left of a container is swept away when its engine is found.
      if (spooled.assignment().container().isEmpty()) {
        spooled
            .program()
            .filter(id -> id.matches("\\d{1,10}")) // the worker may have died while it wrote
            .ifPresent(id -> ProcessGroup.killLeftOver(Long.parseLong(id), key.toString()));
      }
      spooled.end(withoutOutput(Ending.ORPHANED, "its worker ended while it ran"));
      LOG.log(INFO, "attempt orphaned by an earlier worker attempt={0}", key);
    }
    known.put(key, new Known(spooled, Optional.empty(), Optional.empty()));
  }

  /** Runs an assignment, once however often it is said. */
  public void assign(Assignment assignment) {
    if (assignment.driver().equals(AgentProfile.NOOP_DRIVER)) {
      noOp.run(assignment.attempt());
    } else {
      known.computeIfAbsent(assignment.attempt(), _ -> begin(assignment));
    }
  }

  private static AttemptReport withoutOutput(Ending ending, String reason) {
    return AttemptReport.of(ending).reason(reason).build();
  }

  private Known begin(Assignment assignment) {
    var spooled = spool.attempt(assignment);
    var run = new AttemptRun(spooled, executors.executorFor(assignment), site, clock, tell);
    var thread =
        Thread.ofVirtual()
            .name("attempt-" + assignment.attempt())
            .unstarted(() -> runOnceWrittenDown(spooled, run));
    thread.start();
    return new Known(spooled, Optional.of(run), Optional.of(thread));
  }

  /** Off the stream's thread: a slow disk must not keep others from being heard. */
  private void runOnceWrittenDown(SpooledAttempt spooled, AttemptRun run) {
    var key = spooled.assignment().attempt();
    try {
      spooled.begin();
    } catch (UncheckedIOException e) {
      LOG.log(WARNING, "attempt not begun attempt=" + key, e);
      known.remove(key);
      tell.accept(
          new WorkerMessage.Ended(
              key,
              withoutOutput(
                  Ending.COULD_NOT_START, "%s: %s".formatted(e.getMessage(), e.getCause()))));
      return;
    }
    oneLife.live(spooled.assignment().keep(), run);
  }

  public void stop(AttemptKey key, String reason) {
    run(key).ifPresent(run -> run.stop().politely(reason));
  }

  /** The lease is gone: nothing of it may go on. */
  public void fence(AttemptKey key, String reason) {
    run(key).ifPresent(run -> run.stop().atOnce(reason));
  }

  private Optional<AttemptRun> run(AttemptKey key) {
    return Optional.ofNullable(known.get(key)).flatMap(Known::run);
  }

  /** Control has the report. */
  public void confirmed(AttemptKey key) {
    noOp.confirmed(key);
    var attempt = known.get(key);
    if (attempt != null && attempt.spooled().report().isPresent()) {
      known.remove(key);
      attempt.spooled().forget();
      sweeper.sweep();
      sessions.sweep();
    }
  }

  private Set<Path> inUse(Function<Assignment, Path> place) {
    return known.values().stream()
        .map(one -> place.apply(one.spooled().assignment()))
        .collect(Collectors.toSet());
  }

  public void logConfirmed(AttemptKey key, long sequence) {
    Optional.ofNullable(known.get(key)).ifPresent(attempt -> attempt.spooled().confirmed(sequence));
  }

  /** Control's answer to whoever asked for a credential. */
  public void credential(Credential given) {
    file(given.attempt()).ifPresent(file -> Thread.startVirtualThread(() -> file.received(given)));
  }

  public void noCredential(AttemptKey key, String reason) {
    file(key).ifPresent(file -> Thread.startVirtualThread(() -> file.refused(reason)));
  }

  /** A person's answer to what a program asked. */
  public void answered(Answered answer) {
    run(answer.attempt())
        .flatMap(AttemptRun::talk)
        .ifPresent(talk -> talk.answered(answer.question(), answer.answer()));
  }

  /** Control's answer to whoever asked what to begin from. */
  public void checkedOut(CheckedOut named) {
    run(named.attempt()).ifPresent(run -> run.checkout().received(named.checkout()));
  }

  public void noCheckout(NoCheckout why) {
    run(why.attempt()).ifPresent(run -> run.checkout().refused(why.reason(), why.later()));
  }

  /** Control's answer to whoever asked for secrets. */
  public void secrets(Secrets given) {
    run(given.attempt()).ifPresent(run -> run.wish().received(given));
  }

  public void noSecrets(NoSecrets why) {
    run(why.attempt()).ifPresent(run -> run.wish().refused(why));
  }

  private Optional<CredentialFile> file(AttemptKey key) {
    return run(key).flatMap(AttemptRun::credential);
  }

  /** Asks for new credentials where the ones there are end soon. */
  public void renewCredentials() {
    credentials().forEach(CredentialFile::askIfDue);
  }

  private Stream<CredentialFile> credentials() {
    return known.values().stream()
        .filter(attempt -> attempt.spooled().report().isEmpty())
        .flatMap(attempt -> attempt.run().stream())
        .flatMap(run -> run.credential().stream());
  }

  /** Every attempt that control must hear of: running, or not confirmed. */
  public List<AttemptKey> keys() {
    var keys = new ArrayList<>(known.keySet());
    keys.addAll(noOp.keys());
    return keys;
  }

  /** How many programs run just now. */
  public int running() {
    return (int)
        known.values().stream().filter(attempt -> attempt.spooled().report().isEmpty()).count();
  }

  /** Says again what control has not confirmed: it is back, and may have missed it. */
  public void resend() {
    noOp.resend();
    credentials().forEach(CredentialFile::ask);
    for (var entry : known.entrySet()) {
      var key = entry.getKey();
      var spooled = entry.getValue().spooled();
      var run = entry.getValue().run();
      spooled
          .program()
          .ifPresent(
              _ -> tell.accept(new WorkerMessage.Started(key, run.flatMap(AttemptRun::documents))));
      run.ifPresent(AttemptRun::tellProgress);
      run.flatMap(AttemptRun::talk).ifPresent(AgentTalk::askAgain);
      spooled.unconfirmed().forEach(chunk -> tell.accept(new WorkerMessage.Logged(key, chunk)));
      spooled.change().ifPresent(tell);
      spooled.report().ifPresent(report -> tell.accept(new WorkerMessage.Ended(key, report)));
    }
  }

  /** Ends all programs, and waits until they have reported or the time is over. */
  public void stopAll(String reason, Duration limit) {
    known.values().forEach(attempt -> attempt.run().ifPresent(run -> run.stop().politely(reason)));
    var deadline = System.nanoTime() + limit.toNanos();
    try {
      for (var attempt : known.values()) {
        if (attempt.thread().isPresent()) {
          attempt.thread().get().join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all programs at once. */
  public void fenceAll(String reason) {
    known.keySet().forEach(key -> fence(key, reason));
  }
}
