package dev.godmode.kernel.task;

import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptReport;
import java.time.Instant;
import java.util.Optional;

/**
 * One try at a task, as it is remembered.
 *
 * @param why what spoke for the node
 * @param report how it ended; empty while it runs
 * @param refused a report that came too late under this fence, for the record
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
    Optional<String> refused) {}
