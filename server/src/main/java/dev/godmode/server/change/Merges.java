package dev.godmode.server.change;

import dev.godmode.audit.Finding;
import dev.godmode.control.change.ChangeFiles;
import dev.godmode.control.change.Repositories;
import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command.HoldMerge;
import dev.godmode.kernel.Command.NoteMerge;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.json.Patches;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Change;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Source;
import dev.godmode.server.audit.ChangeAudit;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What attempts changed: kept, and put on its branch by a person's yes, or by the rule. */
public final class Merges {

  /** Who merges where a task's source leaves it to its checks. */
  public static final String RULE = "rule:green";

  /** More than so much a rule does not decide about. */
  static final int RULE_LINES_MAX = 400;

  static final int RULE_FILES_MAX = 20;

  private final Engine engine;
  private final Repositories repositories;
  private final ChangeFiles files;
  private final ChangeAudit audit;

  public Merges(Engine engine, Repositories repositories, ChangeFiles files, InstantSource clock) {
    this.engine = engine;
    this.repositories = repositories;
    this.files = files;
    this.audit = new ChangeAudit(repositories, files, clock);
  }

  public Repositories repositories() {
    return repositories;
  }

  /**
   * Keeps a patch as it came from a worker.
   *
   * @throws IllegalArgumentException when it is none, too large, or not what its hash says
   */
  public void keep(String hash, String body) {
    files.keep(hash, Patches.unpack(body));
  }

  public Optional<byte[]> patch(String hash) {
    return files.find(hash);
  }

  /** What the audit finds wrong with what a change brings in. */
  public List<Finding> findings(Change change) {
    return audit.of(change);
  }

  /** Why nobody merges it; empty when somebody may. */
  public static Optional<String> obstacle(AttemptReport report, Change change, boolean unproven) {
    if (change.isEmpty()) {
      return Optional.of("it changed nothing");
    }
    if (!change.kept()) {
      return Optional.of("its patch is too large, and was not kept");
    }
    return switch (report.ending()) {
      case SUCCEEDED -> Optional.empty();
      case UNVERIFIED ->
          unproven
              ? Optional.empty()
              : Optional.of("no check proves it; with --unproven it is merged all the same");
      case Ending other ->
          Optional.of(
              "its checks are not green: the attempt ended as "
                  + other.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    };
  }

  /** Puts it on its branch. */
  public Repositories.Merged merge(Task task, Attempt attempt, Change change, String by) {
    var patch = files.find(change.hash());
    if (patch.isEmpty()) {
      return new Repositories.Refused("its patch is not kept any more");
    }
    var merged =
        repositories.merge(
            change.base(), patch.get(), task.spec().agentType(), message(task, attempt, by));
    if (merged instanceof Repositories.Done(var commit)) {
      engine
          .submit(
              by,
              new NoteMerge(task.id(), attempt.number(), change.hash(), change.base(), commit, by))
          .join();
    }
    return merged;
  }

  private static String message(Task task, Attempt attempt, String by) {
    return """
        %s

        Task: %s, attempt %d on %s
        Merged-by: %s
        """
        .formatted(
            task.spec().name().lines().findFirst().orElse("a change"),
            task.id(),
            attempt.number(),
            attempt.nodeName(),
            by);
  }

  /**
   * An attempt has ended: merges what it changed where its task's source leaves that to its checks;
   * the ledger says what spoke against it.
   */
  public void consider(Task task, Attempt attempt) {
    var report = attempt.report();
    var change = report.flatMap(AttemptReport::change);
    if (isForTheRule(task) && change.isPresent() && isCandidate(report.get(), change.get())) {
      objection(report.get(), change.get())
          .or(() -> obstacle(merge(task, attempt, change.get(), RULE)))
          .ifPresent(why -> hold(task, attempt, change.get(), why));
    }
  }

  private static boolean isForTheRule(Task task) {
    return task.spec().source().filter(one -> one.merge() == Source.Merge.GREEN).isPresent();
  }

  /** What failed is tried again, or told of as failed: nobody waits for its merge. */
  private static boolean isCandidate(AttemptReport report, Change change) {
    return !change.isEmpty()
        && (report.ending() == Ending.SUCCEEDED || report.ending() == Ending.UNVERIFIED);
  }

  /** Why a person should look at it first. */
  private Optional<String> objection(AttemptReport report, Change change) {
    return obstacle(report, change, false)
        .or(() -> concern(change))
        .or(() -> fault(audit.of(change)));
  }

  private static Optional<String> concern(Change change) {
    if (!change.concerns().isEmpty()) {
      return Optional.of(change.concerns().getFirst());
    }
    var lines = change.added() + change.removed();
    return change.files() > RULE_FILES_MAX || lines > RULE_LINES_MAX
        ? Optional.of(
            "%d files and %d lines are more than the %d and %d that a rule decides about"
                .formatted(change.files(), lines, RULE_FILES_MAX, RULE_LINES_MAX))
        : Optional.empty();
  }

  private static Optional<String> fault(List<Finding> found) {
    return found.stream()
        .findFirst()
        .map(
            one ->
                "%s in %s, line %d: %s%s"
                    .formatted(
                        one.rule().id(),
                        one.file(),
                        one.line(),
                        one.why(),
                        found.size() == 1 ? "" : "; findings in all: " + found.size()));
  }

  private static Optional<String> obstacle(Repositories.Merged merged) {
    return switch (merged) {
      case Repositories.Done _, Repositories.Already _ -> Optional.empty();
      case Repositories.Conflicting(var files) ->
          Optional.of("its branch changed the same lines: " + String.join(", ", files));
      case Repositories.Refused(var why) -> Optional.of(why);
    };
  }

  private void hold(Task task, Attempt attempt, Change change, String why) {
    engine
        .submit(RULE, new HoldMerge(task.id(), attempt.number(), change.hash(), RULE, why))
        .join();
  }
}
