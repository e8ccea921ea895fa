package dev.godmode.protocol.api;

import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.node.Freeze;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole fleet at one place of the journal.
 *
 * @param sequence the last event that is in it: follow the event stream from here
 * @param stopped why the fleet is stopped; empty while it is not
 * @param tasks how many tasks are in each state; all states are there
 * @param live tasks that have not ended, needing a person first, then newest first, at most {@link
 *     #LIVE_MAX}
 * @param recent tasks that ended last, newest first, at most {@link #RECENT_MAX}
 * @param persistent agents that are kept running, by name
 * @param scaling types of agents that are scaled by a rule, by name
 * @param streams lines of work with something to do, or a policy of their own, by name
 * @param freeze while nothing is declared lost, because most nodes fell silent at once
 * @param breakers routes on which nothing is placed for a while, oldest first
 * @param ledger last entries, newest first
 */
public record World(
    long sequence,
    Instant at,
    String version,
    Optional<String> stopped,
    Autopilot autopilot,
    List<NodeView> nodes,
    Map<TaskState, Long> tasks,
    List<TaskView> live,
    List<TaskView> recent,
    List<AgentProfile> agents,
    List<AgentView> persistent,
    List<ScalingView> scaling,
    List<StreamView> streams,
    List<LedgerLine> ledger,
    Roadmap roadmap,
    Optional<Freeze> freeze,
    Documents documents,
    List<BreakerView> breakers) {

  public static final int LIVE_MAX = 500;
  public static final int RECENT_MAX = 50;

  /**
   * The autopilot's pill.
   *
   * @param state {@code off}, {@code stopped}, {@code idle}, {@code running} or {@code blocked}
   * @param task name of what it works on or is blocked by
   * @param since when that task came into its state
   */
  public record Autopilot(
      boolean on, String state, Optional<String> task, Optional<Instant> since) {}

  /**
   * The canonical documents.
   *
   * @param proposals how many wait for a person
   */
  public record Documents(Optional<SnapshotMark> newest, int proposals) {}

  /** State of the roadmap file. */
  public record Roadmap(
      String path, int lines, List<QuarantinedLine> quarantined, List<Conflict> conflicts) {}

  public record QuarantinedLine(int line, String reason) {}

  public record Conflict(String key, String reason) {}
}
