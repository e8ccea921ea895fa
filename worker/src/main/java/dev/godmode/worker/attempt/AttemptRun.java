package dev.godmode.worker.attempt;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Ending;
import dev.godmode.worker.log.LogPump;
import dev.godmode.worker.log.Redaction;
import dev.godmode.worker.process.ProcessGroup;
import dev.godmode.worker.spool.SpooledAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries one assignment out: program, checks, report. Everything it says is spooled first. */
final class AttemptRun {

  private static final System.Logger LOG = System.getLogger(AttemptRun.class.getName());

  private final SpooledAttempt spooled;
  private final Workplace.Site site;
  private final InstantSource clock;
  private final Consumer<WorkerMessage> tell;
  private final StopSignal stop = new StopSignal();
  private volatile Optional<Duration> idle = Optional.empty();
  private final long began = System.nanoTime();

  AttemptRun(
      SpooledAttempt spooled,
      Workplace.Site site,
      InstantSource clock,
      Consumer<WorkerMessage> tell) {
    this.spooled = spooled;
    this.site = site;
    this.clock = clock;
    this.tell = tell;
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
    try {
      return carryOut(Workplace.prepare(site, spooled.assignment()));
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

  private AttemptReport carryOut(Workplace workplace) throws InterruptedException {
    try (var log = new LogPump(clock, workplace.redaction(), this::ship)) {
      return carryOut(workplace, log);
    }
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
    var assignment = spooled.assignment();
    var redaction = workplace.redaction();
    ProcessGroup group;
    try {
      group =
          ProcessGroup.start(
              new ProcessGroup.Start(
                  assignment.command(), workplace.work(), workplace.environment()),
              false);
    } catch (IOException e) {
      var why = redaction.apply(String.valueOf(e.getMessage()));
      log.say(Source.SYSTEM, why);
      return ended(Ending.COULD_NOT_START, Optional.empty(), why);
    }
    spooled.started(group.id());
    log.read(Source.STDOUT, group.process().getInputStream());
    log.read(Source.STDERR, group.process().getErrorStream());
    tell.accept(new WorkerMessage.Started(assignment.attempt()));
    LOG.log(INFO, "attempt started attempt={0} pid={1,number,#}", assignment.attempt(), group.id());
    var cut = new ProgramWatch(group, assignment.limits(), log, stop, watch(workplace)).await();
    log.awaitEnd();
    var exit = group.process().exitValue();
    return cut.isPresent()
        ? cutShort(cut.get(), exit, log)
        : judged(exit, workplace, log, redaction);
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

  private AttemptReport judged(int exit, Workplace workplace, LogPump log, Redaction redaction)
      throws InterruptedException {
    if (exit != 0) {
      return report(
          Ending.PROGRAM_FAILED,
          Optional.of(exit),
          lastWords(exit, log),
          List.of(),
          result(workplace),
          log.bytes());
    }
    var results = new ArrayList<CheckResult>();
    var runner = new CheckRunner(workplace, log);
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
        redaction.apply(words(results, failed)),
        results,
        result(workplace),
        log.bytes());
  }

  /** Of a persistent agent with what it said last: whoever reads of it has not seen it end. */
  private String lastWords(int exit, LogPump log) {
    var end = "its program ended with exit code " + exit;
    var said = spooled.assignment().keep().isPresent() ? log.lastLine() : "";
    return said.isEmpty() ? end : "%s, saying: %s".formatted(end, said);
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
    return new AttemptReport(ending, exit, reason, checks, result, took, outputBytes);
  }
}
