package dev.godmode.protocol.event;

import java.time.Instant;

/**
 * One event at its place in the journal.
 *
 * @param sequence from 1, without gaps
 * @param by who caused it: {@code owner}, {@code node:NAME}, {@code autopilot}, {@code control}
 * @param hash SHA-256 over the hash before and this entry's bytes, lower-case hex
 */
public record JournalEntry(long sequence, Instant at, String by, Event event, String hash) {}
