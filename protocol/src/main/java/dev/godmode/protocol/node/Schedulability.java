package dev.godmode.protocol.node;

/** Whether a node may be given new work; apart from whether it is alive. */
public enum Schedulability {
  OPEN,
  /** Takes no new work. */
  CORDONED,
  /** Takes no new work, and what runs there is finished or moved by a deadline. */
  DRAINING
}
