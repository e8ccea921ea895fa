package dev.godmode.protocol.node;

import java.time.Instant;

/**
 * Most nodes fell silent at once, so control suspects its own network: until enough are heard again
 * or a person says that they are gone, none is declared lost and nothing moves.
 *
 * @param silent how many fell silent
 * @param of of how many that were there
 */
public record Freeze(Instant since, int silent, int of) {}
