package dev.godmode.protocol.api;

import dev.godmode.protocol.event.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * A journal entry as people read it.
 *
 * @param under which line of which policy let them: "line 7 of 3f2a9c1d8e21"; empty where no policy
 *     was asked
 * @param kind the event's type, "AttemptLeased"
 * @param subject what it is about: a task's or node's id, or "fleet"
 * @param text one sentence
 */
public record LedgerLine(
    long sequence,
    Instant at,
    String by,
    Optional<String> under,
    String kind,
    String subject,
    String text,
    Event event) {}
