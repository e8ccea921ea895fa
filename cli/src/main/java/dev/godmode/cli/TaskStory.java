package dev.godmode.cli;

import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.api.TaskDetail.AttemptView;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.Exchange;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** Tells a task's story on a terminal. */
final class TaskStory {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final int RESULT_LINES = 12;

  private final Paint paint;

  TaskStory(Paint paint) {
    this.paint = paint;
  }

  String tell(TaskDetail detail) {
    var task = detail.task();
    var text = new StringBuilder();
    text.append(paint.bold(task.name()))
        .append("  ")
        .append(paint.state(task.state()))
        .append('\n')
        .append(paint.dim("task " + task.id() + task.roadmapKey().map(k -> "  #" + k).orElse("")))
        .append(paint.dim("  agent " + task.agentType() + "  priority " + task.priority()))
        .append('\n');
    if (!task.reason().isBlank()) {
      text.append(task.reason()).append('\n');
    }
    if (!detail.spec().goal().isBlank()) {
      text.append("\nGoal\n").append(indent(detail.spec().goal()));
    }
    text.append("\nPath\n  ")
        .append(
            detail.path().stream()
                .map(visit -> Paint.word(visit.state()) + " " + CLOCK.format(visit.at()))
                .collect(Collectors.joining(" → ")))
        .append('\n');
    detail
        .placement()
        .ifPresent(
            why ->
                text.append("\nPlacement\n  ")
                    .append(why.summary())
                    .append(why.mend().isBlank() ? "\n" : "\n  → " + why.mend() + "\n"));
    if (!detail.attempts().isEmpty()) {
      text.append("\nAttempts\n");
      detail.attempts().forEach(attempt -> text.append(attempt(attempt)));
    }
    if (!detail.result().isBlank()) {
      text.append("\nResult\n").append(indent(head(detail.result())));
    }
    text.append("\nStory\n");
    detail
        .story()
        .forEach(
            line ->
                text.append("  ")
                    .append(paint.dim(CLOCK.format(line.at())))
                    .append("  ")
                    .append(line.text())
                    .append(paint.dim("  " + line.by()))
                    .append('\n'));
    return text.toString();
  }

  private String attempt(AttemptView attempt) {
    var text = new StringBuilder();
    var ending = attempt.report().map(report -> Paint.word(report.ending())).orElse("running");
    text.append(
        "  %d  on %s  fence %d  ".formatted(attempt.number(), attempt.nodeName(), attempt.fence()));
    text.append(ending);
    attempt
        .endedAt()
        .ifPresent(
            end -> text.append("  " + Words.duration(Duration.between(attempt.leasedAt(), end))));
    attempt.documents().ifPresent(mark -> text.append(paint.dim("  documents " + mark.words())));
    text.append('\n');
    attempt
        .report()
        .ifPresent(
            report -> {
              report.agent().ifPresent(work -> text.append("     ").append(used(work)));
              if (!report.reason().isBlank()) {
                text.append("     ").append(report.reason()).append('\n');
              }
              report
                  .checks()
                  .forEach(
                      check ->
                          text.append("     ")
                              .append(check.passed() ? paint.good("✓ ") : paint.bad("✕ "))
                              .append(Words.cut(check.name(), 90))
                              .append('\n'));
            });
    attempt.exchanges().forEach(one -> text.append("     ").append(exchange(one)).append('\n'));
    attempt.refused().ifPresent(late -> text.append("     ").append(paint.warn(late)).append('\n'));
    return text.toString();
  }

  private String used(AgentWork work) {
    var cost = work.cost().map(money -> ", " + money).orElse("");
    return paint.dim("%,d tokens%s\n".formatted(work.tokens().all(), cost));
  }

  private String exchange(Exchange one) {
    return one.answer()
        .map(
            answer ->
                "asked: %s  %s"
                    .formatted(
                        Words.cut(one.text(), 60),
                        paint.dim(
                            "answered %s%s"
                                .formatted(
                                    answer.words(), one.by().isEmpty() ? "" : " by " + one.by()))))
        .orElseGet(() -> paint.warn("asks: " + Words.cut(one.text(), 90)));
  }

  private static String head(String result) {
    var lines = result.lines().toList();
    return lines.size() <= RESULT_LINES
        ? result
        : String.join("\n", lines.subList(0, RESULT_LINES))
            + "\n… %d more lines".formatted(lines.size() - RESULT_LINES);
  }

  private static String indent(String text) {
    return text.lines().map(line -> "  " + line + "\n").collect(Collectors.joining());
  }
}
