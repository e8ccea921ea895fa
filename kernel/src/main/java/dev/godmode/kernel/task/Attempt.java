package dev.godmode.kernel.task;

import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.record.Buildable;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Exchange;
import dev.godmode.protocol.task.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One try at a task, as it is remembered.
 *
 * @param why what spoke for the node
 * @param queuedAt since when its task had waited for a slot; tables of old have none
 * @param report how it ended; empty while it runs
 * @param refused why a report that came too late under this fence was not taken
 * @param allotment what is set aside for it on the node while it runs
 * @param revoked why its credential counts no more
 * @param secrets the names of those it was given
 * @param documents the snapshot of the documents that its program was given
 * @param base what it began from, where its task names a repository
 * @param excused the breaker by which its failure does not count against its task
 * @param exchanges what its program asked, oldest first, at most {@link #EXCHANGES_KEPT}
 */
@Buildable
public record Attempt(
    int number,
    long fence,
    NodeId node,
    String nodeName,
    String why,
    Optional<Instant> queuedAt,
    Instant leasedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<AttemptReport> report,
    Optional<String> refused,
    Optional<Allotment> allotment,
    Optional<String> revoked,
    List<String> secrets,
    Optional<SnapshotMark> documents,
    List<Exchange> exchanges,
    Optional<Checkout> base,
    Optional<String> excused) {

  static final int EXCHANGES_KEPT = 20;

  public Attempt {
    // Tables from before there were grants of secrets have none.
    secrets = List.copyOf(Objects.requireNonNullElse(secrets, List.of()));
    // And none of questions.
    exchanges = List.copyOf(Objects.requireNonNullElse(exchanges, List.of()));
  }

  static Attempt leased(
      AttemptLeased event, String nodeName, Optional<Instant> queuedAt, Instant at) {
    return AttemptBuilder.builder()
        .number(event.attempt().number())
        .fence(event.attempt().fence())
        .node(event.node())
        .nodeName(nodeName)
        .why(event.why())
        .queuedAt(queuedAt)
        .leasedAt(at)
        .allotment(event.allotment())
        .build();
  }

  Attempt started(Optional<SnapshotMark> given, Instant at) {
    return AttemptBuilder.from(this).startedAt(Optional.of(at)).documents(given).build();
  }

  Attempt ended(AttemptReport how, Instant at) {
    return AttemptBuilder.from(this).endedAt(Optional.of(at)).report(Optional.of(how)).build();
  }

  Attempt refused(AttemptReport late, String reason) {
    var text =
        "reported %s, refused: %s".formatted(late.ending().name().toLowerCase(Locale.ROOT), reason);
    return AttemptBuilder.from(this).refused(Optional.of(text)).build();
  }

  Attempt revoked(String reason) {
    return AttemptBuilder.from(this).revoked(Optional.of(reason)).build();
  }

  Attempt based(Checkout checkout) {
    return AttemptBuilder.from(this).base(Optional.of(checkout)).build();
  }

  Attempt asked(Question question, Instant at) {
    var kept =
        new ArrayList<>(
            exchanges.subList(
                Math.max(0, exchanges.size() + 1 - EXCHANGES_KEPT), exchanges.size()));
    kept.add(Exchange.open(question, at));
    return AttemptBuilder.from(this).exchanges(kept).build();
  }

  Attempt answered(String question, Answer answer, String by, Instant at) {
    var known =
        exchanges.stream()
            .map(one -> one.question().equals(question) ? one.answered(answer, by, at) : one)
            .toList();
    return AttemptBuilder.from(this).exchanges(known).build();
  }

  /** What was answered to that question of it. */
  public Optional<Answer> answer(String question) {
    return exchanges.stream()
        .filter(one -> one.question().equals(question))
        .flatMap(one -> one.answer().stream())
        .findFirst();
  }

  Attempt excused(String breaker) {
    return AttemptBuilder.from(this).excused(Optional.of(breaker)).build();
  }

  Attempt given(List<String> names) {
    return AttemptBuilder.from(this).secrets(names).build();
  }
}
