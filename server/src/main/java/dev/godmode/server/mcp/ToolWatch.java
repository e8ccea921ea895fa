package dev.godmode.server.mcp;

import dev.godmode.protocol.trace.TraceContext;
import dev.godmode.server.identity.Principal;
import java.time.Duration;
import java.util.Optional;

/** Sees each use of a tool that is over. */
public interface ToolWatch {

  /**
   * A use of a tool.
   *
   * @param arguments as they were given, JSON
   * @param span in which it was used, where its user tells one
   */
  record ToolUse(
      String tool, String arguments, Optional<TraceContext> span, Duration took, boolean failed) {}

  /** One is over. */
  void used(Principal by, ToolUse use);
}
