package dev.godmode.protocol.node;

/** Liveness by heartbeat age. */
public enum NodeState {
  /** Heard from within the suspicion time. */
  READY,
  /** Silent; its attempts still hold their leases. */
  SUSPECT,
  /** Silent too long: its leases have been taken back. */
  LOST,
  /** Retired by a person; its key is refused. */
  REMOVED
}
