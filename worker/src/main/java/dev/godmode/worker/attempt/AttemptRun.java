package dev.godmode.worker.attempt;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.json.Patches;
import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Change;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.worker.driver.Conversation;
import dev.godmode.worker.executor.Executor;
import dev.godmode.worker.executor.ExecutorLost;
import dev.godmode.worker.executor.Launch;
import dev.godmode.worker.executor.Program;
import dev.godmode.worker.log.LogPump;
import dev.godmode.worker.spool.SpooledAttempt;
import dev.godmode.worker.workspace.WorkTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries one assignment out: program, checks, report. Everything it says is spooled first. */
final class AttemptRun {

  private static final System.Logger LOG = System.getLogger(AttemptRun.class.getName());

  private final SpooledAttempt spooled;
  private final Executor executor;
  private final Workplace.Site site;
  private final InstantSource clock;
  private final Consumer<WorkerMessage> tell;
  private final SecretsWish wish;
  private final CheckoutWish checkout;
  private final StopSignal stop = new StopSignal();
  private volatile Optional<Duration> idle = Optional.empty();
  private volatile Optional<CredentialFile> credential = Optional.empty();
  private volatile Optional<SnapshotMark> given = Optional.empty();
  private volatile Optional<AgentTalk> talk = Optional.empty();
  private Optional<WorkTree> tree = Optional.empty();
  private final long began = System.nanoTime();

  AttemptRun(
      SpooledAttempt spooled,
      Executor executor,
      Workplace.Site site,
      InstantSource clock,
      Consumer<WorkerMessage> tell) {
    this.spooled = spooled;
    this.executor = executor;
    this.site = site;
    this.clock = clock;
    this.tell = tell;
    this.wish = new SecretsWish(spooled.assignment().attempt(), site.secrets(), tell);
    this.checkout = new CheckoutWish(spooled.assignment().attempt(), tell);
  }

  StopSignal stop() {
    return stop;
  }

  /** Returns when the attempt is over and its report is spooled and told. */
  void run() {
    var report = report();
    try {
      spooled.end(report);
    } catch (UncheckedIOException e) {
      LOG.log(WARNING, "report not on disk, kept in memory until control has it", e);
    }
    LOG.log(
        INFO,
        "attempt ended attempt={0} ending={1}",
        spooled.assignment().attempt(),
        report.ending());
    tell.accept(new WorkerMessage.Ended(spooled.assignment().attempt(), report));
  }

  private AttemptReport report() {
    var toldBefore = stop.reason();
    if (toldBefore.isPresent()) {
      return ended(Ending.STOPPED, Optional.empty(), toldBefore.get());
    }
    var assignment = spooled.assignment();
    try (var documents = site.documents().get();
        var berth = site.servers().open(assignment.keep().orElse(""), assignment.serves())) {
      given = documents.mark();
      return switch (secrets()) {
        case SecretsWish.Granted(var values) ->
            carryOut(Workplace.prepare(site, assignment, values, documents, berth.port()));
        case SecretsWish.Missing(var why) -> ended(Ending.SECRET_MISSING, Optional.empty(), why);
        case SecretsWish.Stopped(var why) -> ended(Ending.STOPPED, Optional.empty(), why);
      };
    } catch (IOException e) {
      return ended(Ending.COULD_NOT_START, Optional.empty(), String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      return ended(
          Ending.COULD_NOT_START,
          Optional.empty(),
          "%s: %s".formatted(e.getMessage(), e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ended(Ending.STOPPED, Optional.empty(), "the worker stops");
    }
  }

  /** Most attempts name none, and wait for nothing. */
  private SecretsWish.Outcome secrets() throws InterruptedException {
    return SecretReference.names(spooled.assignment().env().values()).isEmpty()
        ? new SecretsWish.Granted(Map.of())
        : wish.await(stop);
  }

  /** What control's answer about its secrets is told to. */
  SecretsWish wish() {
    return wish;
  }

  private AttemptReport carryOut(Workplace workplace) throws InterruptedException {
    var own = workplace.credential(tell);
    credential = Optional.of(own);
    try (var log = new LogPump(clock, workplace.redaction(), this::ship)) {
      own.first();
      return carryOut(workplace, log);
    } finally {
      own.close();
      workplace.forgetSecrets();
    }
  }

  /** The snapshot of the documents that its program has. */
  Optional<SnapshotMark> documents() {
    return given;
  }

  /** Its credential, once its program is about to run. */
  Optional<CredentialFile> credential() {
    return credential;
  }

  private void ship(LogChunk chunk) {
    try {
      spooled.keep(chunk);
    } catch (UncheckedIOException e) {
      LOG.log(WARNING, "log chunk not on disk: {0}", e.getMessage());
    }
    tell.accept(new WorkerMessage.Logged(spooled.assignment().attempt(), chunk));
  }

  private AttemptReport carryOut(Workplace workplace, LogPump log) throws InterruptedException {
    try {
      if (spooled.assignment().source().isPresent()) {
        switch (checkout.await(stop)) {
          case CheckoutWish.Named(var base) -> tree = Optional.of(tree(base, workplace));
          case CheckoutWish.Missing(var why) -> throw new IOException(why);
          case CheckoutWish.Stopped(var why) -> {
            return ended(Ending.STOPPED, Optional.empty(), why);
          }
        }
      }
      talk =
          AgentTalk.of(
              spooled.assignment(),
              site,
              workplace,
              tell,
              log,
              clock.withZone(ZoneId.systemDefault()));
      return worked(workplace, log);
    } catch (IOException e) {
      return failed(Ending.COULD_NOT_START, e, workplace, log);
    }
  }

  private WorkTree tree(Checkout base, Workplace workplace)
      throws IOException, InterruptedException {
    var scratch = site.scratch(spooled.assignment());
    return WorkTree.prepare(site.mirrors(), base, workplace.work(), scratch);
  }

  /** What control's answer about its commit is told to. */
  CheckoutWish checkout() {
    return checkout;
  }

  private AttemptReport worked(Workplace workplace, LogPump log) throws InterruptedException {
    var report = outcome(workplace, log);
    return talk.map(open -> open.report(report)).orElse(report);
  }

  private AttemptReport outcome(Workplace workplace, LogPump log) throws InterruptedException {
    try {
      var ran = runProgram(workplace, log);
      return ran.cut().isPresent()
          ? cutShort(ran.cut().get(), ran.exit(), log)
          : judged(ran, workplace, log);
    } catch (ExecutorLost e) {
      return failed(Ending.EXECUTOR_LOST, e, workplace, log);
    } catch (IOException e) {
      return failed(Ending.COULD_NOT_START, e, workplace, log);
    }
  }

  private AttemptReport failed(Ending ending, IOException e, Workplace workplace, LogPump log) {
    var why = workplace.redaction().apply(e.getMessage() + whence());
    log.say(Source.SYSTEM, why);
    return report(ending, Optional.empty(), why, List.of(), "", log.bytes());
  }

  /** Where the program of its driver is had; empty for a program of its own. */
  private String whence() {
    return talk.isEmpty()
        ? ""
        : AgentDriver.of(spooled.assignment().driver())
            .map(driver -> ". " + driver.whence())
            .orElse("");
  }

  /**
   * A program that has ended.
   *
   * @param cut why the worker ended it
   * @param told what it said of itself, where it was spoken to
   */
  private record Ran(
      Optional<ProgramWatch.Cut> cut, int exit, Optional<Conversation.Outcome> told) {}

  /** On return nothing of it is left. */
  private Ran runProgram(Workplace workplace, LogPump log)
      throws IOException, InterruptedException {
    var assignment = spooled.assignment();
    try (var program = executor.start(launch(assignment, workplace))) {
      started(program, log);
      var cut =
          new ProgramWatch(program, assignment.limits(), log, stop, watch(workplace), talk).await();
      log.awaitEnd();
      var exit = program.exit().code();
      return new Ran(cut, exit, told(exit, log));
    }
  }

  private Launch launch(Assignment assignment, Workplace workplace) throws IOException {
    return talk.isPresent()
        ? workplace.launch(talk.get().opening())
        : workplace.launch(assignment.command(), workplace.admitted(assignment, site.door()));
  }

  private Optional<Conversation.Outcome> told(int exit, LogPump log) throws InterruptedException {
    return talk.isEmpty() ? Optional.empty() : Optional.of(talk.get().end(exit, log.lastError()));
  }

  /** What its program asks and is told; empty until it is about to run, or when it never does. */
  Optional<AgentTalk> talk() {
    return talk;
  }

  private void started(Program program, LogPump log) {
    var key = spooled.assignment().attempt();
    spooled.started(program.id());
    talk.ifPresentOrElse(
        open -> open.begin(program), () -> log.read(Source.STDOUT, program.output()));
    log.read(Source.STDERR, program.errors());
    tell.accept(new WorkerMessage.Started(key, given));
    LOG.log(INFO, "attempt started attempt={0} program={1}", key, program.id());
  }

  private Optional<ProgressWatch> watch(Workplace workplace) {
    return spooled
        .assignment()
        .limits()
        .stuck()
        .map(rule -> new ProgressWatch(rule, workplace.work(), System.nanoTime(), this::progress));
  }

  private void progress(Optional<Duration> now) {
    idle = now;
    tell.accept(new WorkerMessage.Progress(spooled.assignment().attempt(), now));
  }

  /** Says again whether it makes progress, where that is watched. */
  void tellProgress() {
    if (spooled.assignment().limits().stuck().isPresent()) {
      progress(idle);
    }
  }

  private AttemptReport cutShort(ProgramWatch.Cut cut, int exit, LogPump log) {
    log.say(Source.SYSTEM, "ended by the worker: " + cut.reason());
    return report(cut.ending(), Optional.of(exit), cut.reason(), List.of(), "", log.bytes());
  }

  private AttemptReport judged(Ran ran, Workplace workplace, LogPump log)
      throws ExecutorLost, InterruptedException {
    var change = product(workplace, log); // before checks leave something there
    var report =
        new Judgement(spooled.assignment(), executor, workplace, log).of(ran.exit(), ran.told());
    return report.change(change).took(took()).outputBytes(log.bytes()).build();
  }

  /** What it changed in its repository; it is spooled and told before the report is. */
  private Optional<Change> product(Workplace workplace, LogPump log) throws InterruptedException {
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    try {
      var product = tree.get().product();
      var text = new String(product.patch(), StandardCharsets.UTF_8);
      if (!workplace.redaction().apply(text).equals(text)) {
        return Optional.of(
            product.change().withheld("it holds a secret that the attempt was given: not kept"));
      }
      if (product.change().kept() && !product.change().isEmpty()) {
        var hash = product.change().hash();
        var key = spooled.assignment().attempt();
        var said = new WorkerMessage.Changed(key, hash, Patches.pack(product.patch()));
        spooled.changed(said);
        tell.accept(said);
      }
      log.say(Source.SYSTEM, "changed " + product.change().words());
      return Optional.of(product.change());
    } catch (IOException | UncheckedIOException e) {
      log.say(Source.SYSTEM, "what it changed is not known: " + e.getMessage());
      return Optional.empty();
    }
  }

  private AttemptReport ended(Ending ending, Optional<Integer> exit, String reason) {
    return report(ending, exit, reason, List.of(), "", 0);
  }

  private AttemptReport report(
      Ending ending,
      Optional<Integer> exit,
      String reason,
      List<CheckResult> checks,
      String result,
      long outputBytes) {
    return AttemptReport.of(ending)
        .exitCode(exit)
        .reason(reason)
        .checks(checks)
        .result(result)
        .took(took())
        .outputBytes(outputBytes)
        .build();
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - began).truncatedTo(ChronoUnit.MILLIS);
  }
}
