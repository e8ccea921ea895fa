package dev.godmode.audit.workspace;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What git should not hold: a database's own files, and what programs logged. */
public final class RepositoryInspection implements Inspection {

  private static final Pattern DATA =
      Pattern.compile(
          ".*/?(PG_VERSION|pg_hba\\.conf\\.sample|postmaster\\.(pid|opts)|pg_wal/.+|base/\\d+/\\d+.*|global/pg_control"
              + "|dump\\.rdb|appendonly.*\\.aof|[^/]+\\.(sqlite3?|rdb|aof|mdb|ibd)|raft_state\\.json|storage/collections/.+"
              + "|neostore.*|[^/]+\\.db)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LOG =
      Pattern.compile(
          "(.*/)?(logs?|runs)/.+\\.(log|out|jsonl|txt)|.*\\.log(\\.\\d+)?",
          Pattern.CASE_INSENSITIVE);

  @Override
  public Stream<Finding> look(Source source) {
    if (source.held() != Source.Held.BY_GIT) {
      return Stream.empty();
    }
    if (DATA.matcher(source.path()).matches()) {
      return Stream.of(
          found(
              Rule.DATA_IN_GIT,
              source,
              "git holds a database's file: it is broken when read from there, and whoever has a copy has the data"));
    }
    return LOG.matcher(source.path()).matches()
        ? Stream.of(
            found(
                Rule.LOG_IN_GIT,
                source,
                "git holds what programs logged: it only grows, and tells strangers too much"))
        : Stream.empty();
  }

  private static Finding found(Rule rule, Source source, String why) {
    var slash = source.path().lastIndexOf('/');
    var place = slash < 0 ? source.path() : source.path().substring(0, slash + 1);
    return Finding.of(
        rule,
        source,
        0,
        why,
        "git rm -r --cached '%1$s'; echo '/%1$s' >> .gitignore".formatted(place));
  }
}
