package dev.godmode.protocol.api;

import dev.godmode.protocol.trace.Span;
import java.util.List;

/**
 * A task's trace.
 *
 * @param trace its id, by which others know it: 32 hex digits
 * @param spans the task's own first; then attempt by attempt what it waited for, the attempt, and
 *     what that did, in the order in which it began
 * @param more whether attempts, or steps of them, were left out
 */
public record TraceView(String trace, List<Span> spans, boolean more) {

  public TraceView {
    spans = List.copyOf(spans);
  }
}
