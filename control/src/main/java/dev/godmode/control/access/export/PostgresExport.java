package dev.godmode.control.access.export;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.Scope;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Roles and grants for the database that control stands on. Nobody but control may write there:
 * whoever changes rows changes what is true without a decision, and without a line in the ledger.
 */
public final class PostgresExport {

  /** PostgreSQL cuts longer names off, and two could become one. */
  private static final int NAME_MAX_BYTES = 63;

  /**
   * Tables that belong together.
   *
   * @param needs all that somebody must be allowed to see what is in them
   */
  private record Shelf(String tables, Set<Scope> needs) {}

  private static final List<Shelf> SHELVES =
      List.of(
          new Shelf("task, task_live, task_ended, task_standing", EnumSet.of(Scope.TASKS_READ)),
          new Shelf("log_chunk", EnumSet.of(Scope.LOGS_READ)),
          new Shelf("node", EnumSet.of(Scope.NODES_READ)),
          new Shelf("roadmap_line", EnumSet.of(Scope.ROADMAP_READ)),
          new Shelf("control, control_lease, position", EnumSet.of(Scope.FLEET_READ)),
          // One row has all of the fleet's state in it, and the journal all that ever happened.
          new Shelf(
              "fleet", EnumSet.of(Scope.FLEET_READ, Scope.PEOPLE_READ, Scope.CREDENTIALS_READ)),
          new Shelf(
              "journal",
              EnumSet.of(
                  Scope.LEDGER_READ, Scope.TASKS_READ, Scope.PEOPLE_READ, Scope.CREDENTIALS_READ)));

  private static final String CONTROL =
      """
      grant usage on schema public to godmode_control;
      grant select, insert, update, delete on all tables in schema public to godmode_control;
      do $$ declare part regclass; begin
        for part in select inhrelid::regclass from pg_inherits where inhparent = 'journal'::regclass loop
          execute format('revoke all on %s from godmode_control', part);
        end loop;
      end $$;
      revoke update, delete on journal from godmode_control;
      revoke insert, update, delete on flyway_schema_history from godmode_control;
      """;

  private PostgresExport() {}

  /** A script that can be run again and again. */
  public static String of(Policy policy) {
    var readers = new Readers(policy);
    var text =
        new StringBuilder(
            """
      -- PostgreSQL roles and grants for God Mode, from %s. Made by gm policy export postgres; do not edit.
      -- Run it in control's database, as the owner of its tables, when control has made them: psql -v ON_ERROR_STOP=1 -f FILE
      -- It takes back what an earlier one granted, so run it again whenever the policy changes. Roles cannot log in:
      --   grant godmode_viewer to somebody;   and, for control: alter role godmode_control login password '…';
      begin;
      do $$ declare known text; begin
        for known in select rolname from pg_roles where rolname like 'godmode\\_%%' loop
          execute format('revoke all on all tables in schema public from %%I', known);
          execute format('revoke all on schema public from %%I', known);
        end loop;
      end $$;
      revoke all on all tables in schema public from public; -- nobody but those below
      revoke create on schema public from public;

      -- Control: no line of a policy; what it needs once its tables are there. It adds to the journal and can never change it.
      -- A new version of God Mode that changes tables is started once as their owner.
      """
                .formatted(readers.version()));
    text.append(role("godmode_control")).append(CONTROL);
    readers.all().forEach(reader -> text.append(of(readers, reader)));
    text.append("commit;\n\n-- What these grants cannot say:\n");
    var told = EnumSet.noneOf(Scope.class);
    SHELVES.forEach(shelf -> told.addAll(shelf.needs()));
    readers.untold(told).forEach(line -> text.append("-- ").append(line).append('\n'));
    return text.append(
            "-- A table is seen whole or not at all: a stream, a task's owner, a time are no part"
                + " of it.\n")
        .toString();
  }

  private static String of(Readers readers, Readers.Reader reader) {
    var name = "godmode_" + reader.name();
    if (name.getBytes(StandardCharsets.UTF_8).length > NAME_MAX_BYTES) {
      return "\n-- %s: no role, its name has more than 63 bytes\n".formatted(Readers.plain(name));
    }
    var text = new StringBuilder("\n").append(role(name));
    for (var shelf : SHELVES) {
      readers
          .allowing(reader, shelf.needs())
          .ifPresent(
              why ->
                  text.append(
                      "grant select on %s to %s; -- %s\n"
                          .formatted(shelf.tables(), quoted(name), why)));
    }
    readers
        .allowingAnything(reader)
        .ifPresent(
            why ->
                text.append(
                    "grant usage on schema public to %s; -- %s\n".formatted(quoted(name), why)));
    return text.toString();
  }

  private static String role(String name) {
    return "do $$ begin create role %s; exception when duplicate_object then null; end $$;\n"
        .formatted(quoted(name));
  }

  /** As it is when it is plain; between quotation marks when it is not. */
  private static String quoted(String name) {
    return name.matches("[a-z_][a-z0-9_]*")
        ? name
        : '"' + Readers.plain(name).replace("\"", "\"\"").replace("$", "_") + '"';
  }
}
