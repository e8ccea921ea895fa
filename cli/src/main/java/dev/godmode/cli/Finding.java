package dev.godmode.cli;

import dev.godmode.protocol.api.Findings.FindingView;
import dev.godmode.protocol.text.Visible;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing to mend.
 *
 * @param rule its stable name: one of {@link Rule}, or a rule of the audit of trees
 * @param where the file, port, process or line it is about
 * @param why what is wrong with it, in a sentence
 * @param mend what to type or do
 */
record Finding(String rule, Severity severity, String where, String why, String mend) {

  /** Errors make {@code gm doctor} fail; warnings do not. */
  enum Severity {
    ERROR,
    WARNING
  }

  /** What the doctor looks for on a machine; the names are stable. */
  enum Rule {
    HOME_OPEN(Severity.ERROR),
    SECRET_OPEN(Severity.ERROR),
    DISK_LOW(Severity.ERROR),
    PROCESS_STALE(Severity.WARNING),
    CACHE_MISSING(Severity.WARNING),
    ENGINE_SHUT(Severity.WARNING),
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
    ROADMAP_CONFLICT(Severity.WARNING);

    private final Severity severity;

    Rule(Severity severity) {
      this.severity = severity;
    }

    /** As it is written in documents and in JSON. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the audit of a tree found. */
  static Finding of(Path tree, dev.godmode.audit.Finding found) {
    var file = tree.resolve(found.file()).toString();
    return at(found.line() == 0 ? file : file + ":" + found.line(), found);
  }

  /** What the audit found on this machine itself. */
  static Finding of(dev.godmode.audit.Finding found) {
    return at(found.file(), found);
  }

  private static Finding at(String where, dev.godmode.audit.Finding found) {
    return new Finding(
        found.rule().id(),
        switch (found.severity()) {
          case ERROR -> Severity.ERROR;
          case WARNING -> Severity.WARNING;
        },
        where,
        found.why(),
        found.mend());
  }

  /** What the audit found, as control tells it. */
  private static Finding of(FindingView told) {
    var where = told.line() == 0 ? told.file() : told.file() + ":" + told.line();
    return new Finding(
        told.rule(),
        Severity.valueOf(told.severity().toUpperCase(Locale.ROOT)),
        Visible.of(where),
        Visible.of(told.why()),
        Visible.of(told.mend()));
  }

  /** Each on three lines; nothing when there are none. */
  static String words(List<FindingView> told, Paint paint) {
    return told.stream().map(one -> of(one).words(paint)).collect(Collectors.joining());
  }

  /** What, where, why and how to mend it, on three lines. */
  String words(Paint paint) {
    var mark =
        switch (severity) {
          case ERROR -> paint.bad("✕");
          case WARNING -> paint.warn("▲");
        };
    return "%s %s  %s%n    %s%n    → %s%n".formatted(mark, where, paint.dim(rule), why, mend);
  }

  static Finding of(Rule rule, Object where, String why, String mend) {
    return new Finding(rule.id(), rule.severity, where.toString(), why, mend);
  }
}
