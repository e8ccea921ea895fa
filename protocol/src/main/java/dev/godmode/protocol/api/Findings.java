package dev.godmode.protocol.api;

import java.time.Instant;
import java.util.List;

/** What an audit finds wrong, as people and programs see it. */
public final class Findings {

  private Findings() {}

  /**
   * One thing to mend.
   *
   * @param rule its stable name, "database_public"
   * @param severity "error" or "warning"
   * @param file where it is; "port 5432" for what this machine listens on
   * @param line from 1; 0 when it is about the file as a whole
   * @param mend exactly what to write or type instead
   */
  public record FindingView(
      String rule, String severity, String file, int line, String why, String mend) {}

  /**
   * GET /api/v1/findings.
   *
   * @param at when it was looked
   * @param more how many there are beyond those listed
   */
  public record FindingList(List<FindingView> items, int more, Instant at) {
    public FindingList {
      items = List.copyOf(items);
    }
  }
}
