package dev.godmode.testkit.sim;

/** Bugs planted on purpose: a simulator that does not find them proves nothing. */
public enum Sabotage {
  NONE,

  /** Control acts before what it decided is durable, and forgets it in a crash. */
  EFFECTS_BEFORE_COMMIT,
  /** A report is taken for whatever attempt runs now, whichever fence it carries. */
  FENCE_IGNORED,
  /** A worker throws its report away once sent, without waiting for the confirmation. */
  REPORT_NOT_SPOOLED,
  /** Control takes up its journal one entry too early when it restarts. */
  TAIL_CUT_OFF,
  /** The tables say where they stand before they have all that belongs there. */
  PROJECTION_TORN,

  /** A commit whose outcome is not known is made again as if it were another. */
  COMMIT_REPEATED,
  /** A control that was replaced writes on, as if the journal were still its own. */
  REPLACED_GOES_ON,
  /** A lease that is taken back is given anew without a word of it in the journal. */
  LOSS_NOT_RECORDED,
  /** Workers are never told that a lease is over. */
  FENCE_NOT_SENT,
  /** The time in which control stood still is told as if nodes had been silent. */
  STANDSTILL_BLAMED,
  /** Room that a task leaves is not given to the next. */
  ROOM_OVERLOOKED,

  /** Control takes a node for one with a slot more than it has. */
  SLOT_TOO_MANY,
  /** What a task requires of its node is overheard. */
  REQUIREMENT_OVERHEARD,
  /** What a task asks of its node's cores and memory is overheard. */
  ROOM_OVERHEARD,
  /** What a task shares with others is overheard. */
  THROTTLE_OVERHEARD,
  /** What a task comes after is overheard. */
  DEPENDENCY_OVERHEARD,
  /** A failure is not counted against the tries a task has. */
  FAILURE_OVERHEARD,
  /** A drain ends what runs at once, whatever its deadline. */
  DRAIN_CUT_SHORT,
  /** A drain's deadline means nothing. */
  DRAIN_ENDLESS,

  /** A stream's most attempts at once means nothing. */
  STREAM_LIMIT_FORGOTTEN,
  /** A stream's pause means nothing. */
  PAUSE_FORGOTTEN,
  /** A stream's weight means nothing. */
  WEIGHT_FORGOTTEN,
  /** An agent's most attempts at once means nothing. */
  AGENT_LIMIT_FORGOTTEN,
  /** STOP stops what runs, and then work goes on. */
  STOP_FORGOTTEN,
  /** A cordoned node gets work. */
  CORDON_FORGOTTEN,
  /** A held task runs. */
  HOLD_FORGOTTEN,
  /** A breaker is closed as soon as it opens. */
  BREAKER_FORGOTTEN
}
