package dev.godmode.control.memory;

import java.time.Instant;

/** A memory was given a wider scope; the last one counts. */
public record Promotion(MemoryScope from, String by, Instant at) {}
