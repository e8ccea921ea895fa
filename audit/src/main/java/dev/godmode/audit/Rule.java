package dev.godmode.audit;

import java.util.Locale;

/** What an audit looks for. The names are stable: documents and other tools refer to them. */
public enum Rule {
  DATABASE_PUBLIC(Severity.ERROR, "A database can be reached from other machines"),
  PORT_PUBLISHED(Severity.ERROR, "A port is published on every interface"),
  HOST_NETWORK(Severity.ERROR, "A container shares the machine's network"),
  SOCKET_PUBLIC(Severity.ERROR, "A service listens on every interface"),
  FIREWALL_OPEN(Severity.ERROR, "A firewall lets the whole internet in"),
  ENGINE_API_OPEN(Severity.ERROR, "The container engine's API can be reached over the network"),
  ENGINE_SOCKET_MOUNTED(Severity.ERROR, "A container holds the engine's socket"),
  PRIVILEGED(Severity.ERROR, "A container has all the machine's rights"),
  AUTH_MISSING(Severity.ERROR, "A service lets in who does not prove who it is"),
  SCRIPT_FROM_NETWORK(Severity.ERROR, "What the network sends is run without a look at it"),
  SECRET_LITERAL(Severity.ERROR, "A secret stands in plain text"),
  SECRET_IN_GIT(Severity.ERROR, "Git holds a file of secrets"),
  SECRET_NOT_IGNORED(Severity.WARNING, "Git would take a file of secrets"),
  SECRET_OPEN(Severity.ERROR, "Others on the machine can read a file of secrets"),
  DATA_IN_GIT(Severity.ERROR, "Git holds a database's files"),
  LOG_IN_GIT(Severity.WARNING, "Git holds what programs logged"),
  LOCALHOST_BAKED_IN(Severity.WARNING, "A front end calls only its own machine"),
  LIMIT_MISSING(Severity.WARNING, "A container may take all memory"),
  IMAGE_UNPINNED(Severity.WARNING, "An image changes without notice"),
  DONE_WITHOUT_EVIDENCE(Severity.ERROR, "A task counts as done, and nothing shows it"),
  TASK_ORPHANED(Severity.ERROR, "A task counts as running, and nobody runs it"),
  STATUS_UNKNOWN(Severity.WARNING, "A status is spelt in a way of its own"),
  NOT_READABLE(Severity.WARNING, "A file could not be judged");

  private final Severity severity;
  private final String title;

  Rule(Severity severity, String title) {
    this.severity = severity;
    this.title = title;
  }

  public Severity severity() {
    return severity;
  }

  /** One line for people. */
  public String title() {
    return title;
  }

  /** As documents and JSON say it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
