package dev.godmode.server.mcp;

import java.util.Map;

/** What calling a tool does to the fleet: clients ask their person before they call some. */
enum Effect {
  /** Nothing. */
  READS(true, false, true),

  /** Something new is there; asked twice, there are two. */
  ADDS(false, false, false),

  /** Something is as it was told to be; asked twice, it is so once. */
  SETS(false, false, true),

  /** Something is over, or gone. */
  ENDS(false, true, true);

  private final boolean readOnly;
  private final boolean destructive;
  private final boolean idempotent;

  Effect(boolean readOnly, boolean destructive, boolean idempotent) {
    this.readOnly = readOnly;
    this.destructive = destructive;
    this.idempotent = idempotent;
  }

  /** As the protocol says it. */
  Map<String, Object> hints() {
    return Map.of(
        "readOnlyHint", readOnly,
        "destructiveHint", destructive,
        "idempotentHint", idempotent,
        "openWorldHint", false);
  }
}
