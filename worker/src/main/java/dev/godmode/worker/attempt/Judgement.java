package dev.godmode.worker.attempt;

import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.AttemptReportBuilder;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Ending;
import dev.godmode.worker.driver.Conversation;
import dev.godmode.worker.driver.Happening;
import dev.godmode.worker.executor.Executor;
import dev.godmode.worker.executor.ExecutorLost;
import dev.godmode.worker.log.LogPump;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a program that has ended amounts to: by its exit, by its word, by its checks. */
final class Judgement {

  /** 128 and SIGKILL. */
  private static final int KILLED = 137;

  private static final int UTF_8_CHAR_MAX = 3;

  private final Assignment assignment;
  private final Executor executor;
  private final Workplace workplace;
  private final LogPump log;

  Judgement(Assignment assignment, Executor executor, Workplace workplace, LogPump log) {
    this.assignment = assignment;
    this.executor = executor;
    this.workplace = workplace;
    this.log = log;
  }

  /**
   * A program that ended by itself.
   *
   * @param told what it said of itself, where it was spoken to
   */
  AttemptReportBuilder of(int exit, Optional<Conversation.Outcome> told)
      throws ExecutorLost, InterruptedException {
    var failure = told.flatMap(Conversation.Outcome::failed);
    if (failure.isPresent()) {
      return gaveUp(failure.get()).exitCode(Optional.of(exit));
    }
    if (exit != 0 && told.isEmpty()) {
      return AttemptReport.of(Ending.PROGRAM_FAILED)
          .exitCode(Optional.of(exit))
          .reason(lastWords(exit))
          .result(left());
    }
    return checked().exitCode(Optional.of(exit)).result(result(told));
  }

  private AttemptReportBuilder checked() throws ExecutorLost, InterruptedException {
    var results = new ArrayList<CheckResult>();
    var runner = new CheckRunner(executor, workplace, log);
    for (var check : assignment.checks()) {
      results.add(runner.run(check));
    }
    var failed = results.stream().filter(check -> !check.passed()).toList();
    var ending =
        results.isEmpty()
            ? Ending.UNVERIFIED
            : failed.isEmpty() ? Ending.SUCCEEDED : Ending.CHECKS_FAILED;
    return AttemptReport.of(ending)
        .reason(workplace.redaction().apply(words(results, failed)))
        .checks(results);
  }

  /** What an agent's program said of itself when it was not done. */
  private AttemptReportBuilder gaveUp(Happening.Failed failure) {
    var why = workplace.redaction().apply(failure.why());
    log.say(Source.SYSTEM, why);
    return AttemptReport.of(failure.ending()).reason(why).result(left());
  }

  /** The file it left, or else what its agent said last. */
  private String result(Optional<Conversation.Outcome> told) {
    var left = left();
    return left.isEmpty()
        ? told.map(Conversation.Outcome::result)
            .map(workplace.redaction()::apply)
            .map(Judgement::cut)
            .orElse("")
        : left;
  }

  private static String cut(String text) {
    var most = AttemptReport.RESULT_MAX_BYTES / UTF_8_CHAR_MAX;
    return text.length() <= most ? text : text.substring(0, most);
  }

  private String left() {
    try {
      return workplace.result();
    } catch (IOException e) {
      return "";
    }
  }

  /** Of a persistent agent with what it said last: whoever reads of it has not seen it end. */
  private String lastWords(int exit) {
    var said = assignment.keep().isPresent() ? log.lastLine() : "";
    return said.isEmpty() ? failure(exit) : "%s, saying: %s".formatted(failure(exit), said);
  }

  /** Not every executor can tell what ended a program that was killed. */
  private String failure(int exit) {
    return exit == KILLED
        ? "its program was killed (exit code %d); memory could be why, its limit is %d MiB"
            .formatted(exit, assignment.limits().memoryBytes() >> 20)
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
}
