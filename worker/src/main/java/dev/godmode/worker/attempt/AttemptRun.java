package dev.godmode.worker.attempt;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.worker.driver.Conversation;
import dev.godmode.worker.driver.Happening;
import dev.godmode.worker.executor.Executor;
import dev.godmode.worker.executor.ExecutorLost;
import dev.godmode.worker.executor.Program;
import dev.godmode.worker.log.LogPump;
import dev.godmode.worker.spool.SpooledAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries one assignment out: program, checks, report. Everything it says is spooled first. */
final class AttemptRun {

  private static final System.Logger LOG = System.getLogger(AttemptRun.class.getName());

  /** 128 and SIGKILL. */
  private static final int KILLED = 137;

  private static final int UTF_8_CHAR_MAX = 3;

  private final SpooledAttempt spooled;
  private final Executor executor;
  private final Workplace.Site site;
  private final InstantSource clock;
  private final Consumer<WorkerMessage> tell;
  private final SecretsWish wish;
  private final StopSignal stop = new StopSignal();
  private volatile Optional<Duration> idle = Optional.empty();
  private volatile Optional<CredentialFile> credential = Optional.empty();
  private volatile Optional<SnapshotMark> given = Optional.empty();
  private volatile Optional<AgentTalk> talk = Optional.empty();
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
    try (var documents = site.documents().get()) {
      given = documents.mark();
      return switch (secrets()) {
        case SecretsWish.Granted(var values) ->
            carryOut(Workplace.prepare(site, spooled.assignment(), values, documents));
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
    var launch =
        talk.map(AgentTalk::opening)
            .map(workplace::launch)
            .orElseGet(() -> workplace.launch(assignment.command(), false));
    try (var program = executor.start(launch)) {
      started(program, log);
      var cut =
          new ProgramWatch(program, assignment.limits(), log, stop, watch(workplace), talk).await();
      log.awaitEnd();
      var exit = program.exit().code();
      return new Ran(cut, exit, told(exit, log));
    }
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
    var exit = ran.exit();
    var failure = ran.told().flatMap(Conversation.Outcome::failed);
    if (failure.isPresent()) {
      return gaveUp(failure.get(), exit, workplace, log);
    }
    if (exit != 0 && ran.told().isEmpty()) {
      return report(
          Ending.PROGRAM_FAILED,
          Optional.of(exit),
          lastWords(exit, log),
          List.of(),
          result(workplace),
          log.bytes());
    }
    var results = new ArrayList<CheckResult>();
    var runner = new CheckRunner(executor, workplace, log);
    for (var check : spooled.assignment().checks()) {
      results.add(runner.run(check));
    }
    var failed = results.stream().filter(check -> !check.passed()).toList();
    var ending =
        results.isEmpty()
            ? Ending.UNVERIFIED
            : failed.isEmpty() ? Ending.SUCCEEDED : Ending.CHECKS_FAILED;
    return report(
        ending,
        Optional.of(exit),
        workplace.redaction().apply(words(results, failed)),
        results,
        result(ran, workplace),
        log.bytes());
  }

  /** What an agent's program said of itself when it was not done. */
  private AttemptReport gaveUp(
      Happening.Failed failure, int exit, Workplace workplace, LogPump log) {
    var why = workplace.redaction().apply(failure.why());
    log.say(Source.SYSTEM, why);
    return report(
        failure.ending(), Optional.of(exit), why, List.of(), result(workplace), log.bytes());
  }

  /** The file it left, or else what its agent said last. */
  private static String result(Ran ran, Workplace workplace) {
    var left = result(workplace);
    return left.isEmpty()
        ? ran.told()
            .map(Conversation.Outcome::result)
            .map(workplace.redaction()::apply)
            .map(AttemptRun::cut)
            .orElse("")
        : left;
  }

  private static String cut(String text) {
    var most = AttemptReport.RESULT_MAX_BYTES / UTF_8_CHAR_MAX;
    return text.length() <= most ? text : text.substring(0, most);
  }

  /** Of a persistent agent with what it said last: whoever reads of it has not seen it end. */
  private String lastWords(int exit, LogPump log) {
    var said = spooled.assignment().keep().isPresent() ? log.lastLine() : "";
    return said.isEmpty() ? failure(exit) : "%s, saying: %s".formatted(failure(exit), said);
  }

  /** Not every executor can tell what ended a program that was killed. */
  private String failure(int exit) {
    return exit == KILLED
        ? "its program was killed (exit code %d); memory could be why, its limit is %d MiB"
            .formatted(exit, spooled.assignment().limits().memoryBytes() >> 20)
        : "its program ended with exit code " + exit;
  }

  private static String words(List<CheckResult> all, List<CheckResult> failed) {
    return failed.isEmpty()
        ? ""
        : "%d of %d checks failed: %s"
            .formatted(
                failed.size(),
                all.size(),
                String.join(", ", failed.stream().map(CheckResult::name).toList()));
  }

  private static String result(Workplace workplace) {
    try {
      return workplace.result();
    } catch (IOException e) {
      return "";
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
    var took = Duration.ofNanos(System.nanoTime() - began).truncatedTo(ChronoUnit.MILLIS);
    return AttemptReport.of(ending)
        .exitCode(exit)
        .reason(reason)
        .checks(checks)
        .result(result)
        .took(took)
        .outputBytes(outputBytes)
        .build();
  }
}
