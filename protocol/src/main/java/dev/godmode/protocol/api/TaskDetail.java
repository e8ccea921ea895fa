package dev.godmode.protocol.api;

import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.Exchange;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All there is to know about a task.
 *
 * @param trace its trace's id, by which others know all of it
 * @param path the states it went through, with the time it entered each
 * @param story what happened to it, oldest first, in sentences
 */
public record TaskDetail(
    TaskView task,
    String trace,
    TaskSpec spec,
    List<AttemptView> attempts,
    List<EndedDependency> inputs,
    String result,
    List<StateVisit> path,
    List<LedgerLine> story,
    Optional<Explanation> placement) {

  public TaskDetail {
    attempts = List.copyOf(attempts);
    inputs = List.copyOf(inputs);
    path = List.copyOf(path);
    story = List.copyOf(story);
  }

  public record StateVisit(TaskState state, Instant at) {}

  /**
   * One attempt.
   *
   * @param why what spoke for the node
   * @param documents the snapshot of the documents that its program was given
   * @param refused why a late report under this fence was not taken
   * @param base what it began from in its repository
   * @param exchanges what its program asked, and what was answered, oldest first
   */
  public record AttemptView(
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
      Optional<SnapshotMark> documents,
      List<Exchange> exchanges,
      Optional<Checkout> base) {}
}
