package dev.godmode.audit;

import java.util.Locale;

/** How bad a finding is; the worse comes later. */
public enum Severity {
  WARNING,
  ERROR;

  /** As documents and JSON say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
