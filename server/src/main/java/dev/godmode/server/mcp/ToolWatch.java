package dev.godmode.server.mcp;

import dev.godmode.server.identity.Principal;
import java.time.Duration;

/** Sees each use of a tool that is over. */
public interface ToolWatch {

  /**
   * One.
   *
   * @param arguments as they were given, JSON
   */
  void used(Principal by, String tool, String arguments, Duration took, boolean failed);
}
