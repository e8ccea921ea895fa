package dev.godmode.protocol.trace;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a trace, as W3C Trace Context has it. Those of tasks and all that is below them follow
 * from their ids: control, workers and programs know the same ones without telling each other, and
 * what is told twice is the same twice.
 *
 * @param trace 32 hex digits
 * @param span 16 hex digits
 */
public record TraceContext(String trace, String span) {

  /** The header that carries one. */
  public static final String HEADER = "traceparent";

  /** The same as a program finds it in its environment. */
  public static final String VARIABLE = "TRACEPARENT";

  private static final int TRACE_DIGITS = 32;
  private static final int SPAN_DIGITS = 16;

  /** No version is called ff, and nothing stands behind what version 00 has; zeros are nobody's. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");

  /** Reads a header; one that is none is as good as none, as the standard has it. */
  public static Optional<TraceContext> parse(String header) {
    return Optional.of(WRITTEN.matcher(header.strip()))
        .filter(found -> found.matches())
        .map(found -> new TraceContext(found.group(1), found.group(2)));
  }

  /** The beginning of a task's own trace. */
  public static TraceContext of(TaskId task) {
    var hash = ContentHash.of("task " + task);
    return new TraceContext(
        hash.substring(0, TRACE_DIGITS), hash.substring(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS));
  }

  /** An attempt, in the trace of its task. */
  public static TraceContext of(AttemptKey attempt) {
    return of(attempt.task()).child("attempt %d/%d".formatted(attempt.number(), attempt.fence()));
  }

  /**
   * What is below it.
   *
   * @param name that no other child of it has
   */
  public TraceContext child(String name) {
    return new TraceContext(trace, ContentHash.of(span + " " + name).substring(0, SPAN_DIGITS));
  }

  /** Whether it is in the trace of that task. */
  public boolean isOf(TaskId task) {
    return trace.equals(of(task).trace);
  }

  /** As it is written in a header: kept by all who hear of it. */
  public String header() {
    return "00-%s-%s-01".formatted(trace, span);
  }
}
