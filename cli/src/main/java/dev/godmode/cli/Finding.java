package dev.godmode.cli;

/**
 * One thing to mend.
 *
 * @param where the file, port, process or line it is about
 * @param why what is wrong with it, in a sentence
 * @param mend what to type or do
 */
record Finding(Rule rule, Severity severity, String where, String why, String mend) {

  /** Errors make {@code gm doctor} fail; warnings do not. */
  enum Severity {
    ERROR,
    WARNING
  }

  /** What the doctor looks for; the names are stable. */
  enum Rule {
    HOME_OPEN(Severity.ERROR),
    SECRET_OPEN(Severity.ERROR),
    DISK_LOW(Severity.ERROR),
    PROCESS_STALE(Severity.WARNING),
    CACHE_MISSING(Severity.WARNING),
    PORT_OPEN(Severity.ERROR),
    FLEET_PORT_WIDE(Severity.WARNING),
    CONTROL_DOWN(Severity.ERROR),
    CONTROL_SILENT(Severity.ERROR),
    COMPONENT_DOWN(Severity.ERROR),
    VERSION_APART(Severity.WARNING),
    CLOCK_APART(Severity.WARNING),
    WORKER_DOWN(Severity.ERROR),
    FLEET_STOPPED(Severity.WARNING),
    NODE_NONE(Severity.ERROR),
    NODE_LOST(Severity.WARNING),
    WORKSPACE_MISSING(Severity.ERROR),
    ROADMAP_MISSING(Severity.WARNING),
    ROADMAP_LINE(Severity.WARNING),
    ROADMAP_CONFLICT(Severity.WARNING),
    SECRET_IN_GIT(Severity.ERROR),
    SECRET_NOT_IGNORED(Severity.WARNING);

    private final Severity severity;

    Rule(Severity severity) {
      this.severity = severity;
    }

    /** As it is written in documents and in JSON. */
    String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Finding of(Rule rule, Object where, String why, String mend) {
    return new Finding(rule, rule.severity, where.toString(), why, mend);
  }
}
