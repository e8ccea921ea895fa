package dev.godmode.protocol.api;

import dev.godmode.protocol.event.Event;
import java.time.Instant;

/**
 * A journal entry as people read it.
 *
 * @param kind the event's type, "AttemptLeased"
 * @param subject what it is about: a task's or node's id, or "fleet"
 * @param text one sentence
 */
public record LedgerLine(
    long sequence, Instant at, String by, String kind, String subject, String text, Event event) {}
