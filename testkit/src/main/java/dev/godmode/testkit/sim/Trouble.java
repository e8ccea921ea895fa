package dev.godmode.testkit.sim;

import java.util.Set;

/** What a seed's bad minute may bring. */
enum Trouble {
  /** Control dies in mid-commit or between; what it had decided may be durable, or not. */
  CONTROL_KILLED,
  /** Control stands still for seconds, then hears all at once what was said meanwhile. */
  CONTROL_FROZEN,
  /**
   * The wall clock leaps while control runs, and is set forward or back between two of its lives.
   */
  CLOCK_SET,
  /** Commits take up to seconds: batches that are decided wait for those before. */
  DISK_SLOW,
  /** The database restarts: a commit that was on its way may have reached it, or not. */
  DATABASE_AWAY,
  /** The tables are written late, so that a restart has a long tail to replay. */
  TABLES_BEHIND,
  WORKERS_KILLED,
  /** Workers stand still while their programs go on, then say and hear all at once. */
  WORKERS_FROZEN,
  /** Connections end; what was said on one may still arrive after the next has begun. */
  LINKS_BROKEN,
  /** Connections carry nothing in one direction, or in both. */
  LINKS_DEAF,
  /** Most nodes are cut off at once. */
  MASS_LOSS,
  /** Nodes are cordoned, drained, removed; removed ones are replaced. */
  NODES_ORDERED,
  /** The fleet is stopped and resumed, the autopilot switched. */
  FLEET_ORDERED,
  /** Streams are paused, limited, and weighed anew. */
  STREAMS_ORDERED,
  /** Agents get other limits. */
  AGENTS_ORDERED,
  /** Agents that live on are started, stopped, moved; one's number follows the work. */
  AGENTS_KEPT,
  /** Tasks are cancelled, held, approved, amended, retried. */
  TASKS_ORDERED,
  /**
   * A standby takes over, by a clock of its own, while what the one before had decided is still on
   * its way to the disk and to workers.
   */
  STANDBY_TAKES_OVER,
  /** Tasks ask for cores and memory, and share keys that bear so many at once or a minute. */
  ROOM_ASKED,
  /**
   * The canonical documents change, some of them back; changes are proposed and decided. So does
   * shared code.
   */
  DOCUMENTS_CHANGED,
  /** Programs ask in the midst of their work, and people answer, late or never. */
  QUESTIONS,
  /** Every attempt of an agent, or on a node, fails alike for a while. */
  ROUTES_BROKEN,
  /** Three streams have more equal tasks than the fleet can take: shares can be measured. */
  FLOOD;

  /** Those by which a node may fall silent, or come back without what it held. */
  static final Set<Trouble> SILENCING =
      Set.of(WORKERS_KILLED, WORKERS_FROZEN, LINKS_BROKEN, LINKS_DEAF, MASS_LOSS);
}
