package dev.godmode.audit.workspace;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.manifest.YamlView;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A roadmap file: tasks that are said to be done or to run, and what shows it. */
public final class RoadmapInspection implements Inspection {

  private static final Set<String> DONE = Set.of("done", "succeeded", "completed", "complete");
  private static final Set<String> RUNNING = Set.of("running", "in_progress");
  private static final Set<String> KNOWN =
      Set.of(
          "pending",
          "queued",
          "running",
          "waiting",
          "succeeded",
          "unverified",
          "failed",
          "cancelled",
          "done",
          "held",
          "in_progress",
          "blocked",
          "paused");
  private static final List<String> EVIDENCE =
      List.of("evidence", "checks", "acceptance", "acceptance_checks", "artifacts", "result");
  private static final Pattern NOT_REALLY =
      Pattern.compile(
          ".*(without finishing|max(imum)? steps|could not|unable to|failed|error|exception|i am sorry|i'm sorry).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Duration ORPHANED_AFTER = Duration.ofHours(1);

  private final InstantSource clock;

  public RoadmapInspection(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Stream<Finding> look(Source source) {
    if (!source.endsWith("roadmap.jsonl")) {
      return Stream.empty();
    }
    var findings = new ArrayList<Finding>();
    var lines = source.lines();
    for (var i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        line(source, i + 1, lines.get(i)).ifPresent(findings::add);
      }
    }
    return findings.stream();
  }

  private Optional<Finding> line(Source source, int number, String text) {
    var row = YamlView.documents(text).flatMap(all -> all.stream().findFirst());
    if (row.isEmpty() || row.get().entries().isEmpty()) {
      return Optional.of(
          Finding.of(
              Rule.NOT_READABLE,
              source,
              number,
              "this line is not a JSON object, so its task is lost to everybody",
              "mend the line, or take it out"));
    }
    var status = row.get().textAt("status").toLowerCase(Locale.ROOT).strip();
    if (DONE.contains(status)) {
      return done(source, number, row.get());
    }
    if (RUNNING.contains(status)) {
      return orphaned(source, number, row.get());
    }
    return status.isEmpty() || KNOWN.contains(status)
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                Rule.STATUS_UNKNOWN,
                source,
                number,
                "the status '%s' is nobody else's word".formatted(status),
                "write one of pending, running, waiting, succeeded, failed, cancelled"));
  }

  private static Optional<Finding> done(Source source, int number, YamlView row) {
    var said = row.textAt("last_result");
    var shown =
        EVIDENCE.stream()
            .flatMap(key -> row.at(key).stream())
            .anyMatch(
                v ->
                    !v.items().isEmpty()
                        || !v.entries().isEmpty()
                        || !v.text().orElse("").isBlank());
    if (shown && !NOT_REALLY.matcher(said).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            Rule.DONE_WITHOUT_EVIDENCE,
            source,
            number,
            NOT_REALLY.matcher(said).matches()
                ? "it counts as done, and its own last words say otherwise"
                : "it counts as done, and no check, file or exit code shows it",
            "give it acceptance checks and let it run again: set its status to pending"));
  }

  private Optional<Finding> orphaned(Source source, int number, YamlView row) {
    var moved = time(row.textAt("updated_at")).or(() -> time(row.textAt("started_at")));
    if (moved.isPresent()
        && Duration.between(moved.get(), clock.instant()).compareTo(ORPHANED_AFTER) < 0) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            Rule.TASK_ORPHANED,
            source,
            number,
            "it counts as running%s; whoever ran it is gone"
                .formatted(moved.map(at -> ", and nothing was heard of it since " + at).orElse("")),
            "set its status to pending, and it runs again"));
  }

  /** A time without an offset is taken for UTC, as the prototype wrote it. */
  private static Optional<Instant> time(String text) {
    try {
      var time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text.strip().replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          time instanceof OffsetDateTime offset
              ? offset.toInstant()
              : LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
