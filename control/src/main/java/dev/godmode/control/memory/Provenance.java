package dev.godmode.control.memory;

import dev.godmode.protocol.task.AttemptKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a memory comes from.
 *
 * @param who as the ledger names them
 * @param attempt whose program remembered it; empty for people
 * @param agent its type; empty for people
 * @param stream of its task; empty for none
 * @param node its id; empty for people
 * @param source what it was brought in from; empty when it was said here
 */
public record Provenance(
    String who,
    Optional<AttemptKey> attempt,
    String agent,
    String stream,
    String node,
    String source,
    Instant at) {}
