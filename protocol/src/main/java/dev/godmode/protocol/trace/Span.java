package dev.godmode.protocol.trace;

import dev.godmode.protocol.record.Buildable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What went on for a while in a task's trace. Nothing in it is what a program was given or gave.
 *
 * @param at where it stands
 * @param parent the span that it is part of, in the same trace; empty for the task itself
 * @param name for people: "attempt 2", a model's, a tool's
 * @param endedAt empty while it goes on
 * @param moved how far its beginning was moved, to be within what it is part of; empty where it was
 *     not
 * @param facts what else is known of it, by name
 * @param cause what of another trace it came from
 * @param inputTokens that a model read
 * @param outputTokens that it wrote
 * @param cost in US dollars
 */
@Buildable
public record Span(
    TraceContext at,
    Optional<String> parent,
    SpanKind kind,
    String name,
    Instant beganAt,
    Optional<Instant> endedAt,
    boolean failed,
    Optional<Duration> moved,
    Map<String, String> facts,
    Optional<TraceContext> cause,
    Optional<Long> inputTokens,
    Optional<Long> outputTokens,
    Optional<BigDecimal> cost) {

  public Span {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }
}
