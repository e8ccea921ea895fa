package dev.godmode.kernel.task;

import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.task.AttemptReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One try at a task, as it is remembered.
 *
 * @param why what spoke for the node
 * @param report how it ended; empty while it runs
 * @param refused why a report that came too late under this fence was not taken
 * @param allotment what is set aside for it on the node while it runs
 * @param revoked why its credential counts no more
 * @param secrets the names of those it was given
 * @param documents the snapshot of the documents that its program was given
 */
public record Attempt(
    int number,
    long fence,
    NodeId node,
    String nodeName,
    String why,
    Instant leasedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<AttemptReport> report,
    Optional<String> refused,
    Optional<Allotment> allotment,
    Optional<String> revoked,
    List<String> secrets,
    Optional<SnapshotMark> documents) {

  public Attempt {
    // Tables from before there were grants of secrets have none.
    secrets = List.copyOf(Objects.requireNonNullElse(secrets, List.of()));
  }

  static Attempt leased(AttemptLeased event, String nodeName, Instant at) {
    return new Attempt(
        event.attempt().number(),
        event.attempt().fence(),
        event.node(),
        nodeName,
        event.why(),
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        event.allotment(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  Attempt started(Optional<SnapshotMark> given, Instant at) {
    return new Attempt(
        number,
        fence,
        node,
        nodeName,
        why,
        leasedAt,
        Optional.of(at),
        endedAt,
        report,
        refused,
        allotment,
        revoked,
        secrets,
        given);
  }

  Attempt ended(AttemptReport how, Instant at) {
    return new Attempt(
        number,
        fence,
        node,
        nodeName,
        why,
        leasedAt,
        startedAt,
        Optional.of(at),
        Optional.of(how),
        refused,
        allotment,
        revoked,
        secrets,
        documents);
  }

  Attempt refused(AttemptReport late, String reason) {
    var text =
        "reported %s, refused: %s".formatted(late.ending().name().toLowerCase(Locale.ROOT), reason);
    return new Attempt(
        number,
        fence,
        node,
        nodeName,
        why,
        leasedAt,
        startedAt,
        endedAt,
        report,
        Optional.of(text),
        allotment,
        revoked,
        secrets,
        documents);
  }

  Attempt revoked(String reason) {
    return new Attempt(
        number,
        fence,
        node,
        nodeName,
        why,
        leasedAt,
        startedAt,
        endedAt,
        report,
        refused,
        allotment,
        Optional.of(reason),
        secrets,
        documents);
  }

  Attempt given(List<String> names) {
    return new Attempt(
        number, fence, node, nodeName, why, leasedAt, startedAt, endedAt, report, refused,
        allotment, revoked, names, documents);
  }
}
