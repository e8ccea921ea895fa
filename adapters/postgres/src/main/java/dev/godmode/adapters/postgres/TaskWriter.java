package dev.godmode.adapters.postgres;

import dev.godmode.control.projection.KernelJson;
import dev.godmode.control.projection.Standing;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.task.Task;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes tasks, in a few statements however many there are: the spec of those that are anew, and
 * where each stands, either in {@code task_live} or in {@code task_ended}.
 */
final class TaskWriter {

  private static final String UPSERT_TASKS =
      """
      insert into task (id, name, goal, agent_type, stream, roadmap_key, spec)
      select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
      on conflict (id) do update set name = excluded.name, goal = excluded.goal,
        agent_type = excluded.agent_type, stream = excluded.stream, roadmap_key = excluded.roadmap_key,
        spec = excluded.spec
      """;

  private static final String UPSERT_STANDINGS =
      """
      insert into %s (id, state, doc) select * from unnest(?::text[], ?::text[], ?::text[])
      on conflict (id) do update set state = excluded.state, doc = excluded.doc
      """;

  private static final String UPSERT_LIVE = UPSERT_STANDINGS.formatted("task_live");
  private static final String UPSERT_ENDED = UPSERT_STANDINGS.formatted("task_ended");
  private static final String DELETE_LIVE = "delete from task_live where id = any (?::text[])";
  private static final String DELETE_ENDED = "delete from task_ended where id = any (?::text[])";

  /**
   * All here go by keys. Statistics are late for a table that is empty in one minute and holds a
   * million rows in the next, and a plan that walks through it for each key would take minutes.
   */
  private static final String BY_KEY = "set local enable_seqscan = off";

  private TaskWriter() {}

  /** Within a transaction. */
  static void write(Connection connection, Changes changes) throws SQLException {
    if (changes.tasks().isEmpty()) {
      return;
    }
    try (var statement = connection.createStatement()) {
      statement.execute(BY_KEY);
    }
    var anew = changes.tasks().stream().filter(task -> changes.anew().contains(task.id())).toList();
    Map<Boolean, List<Task>> byEnd =
        changes.tasks().stream().collect(Collectors.partitioningBy(t -> t.state().isTerminal()));
    var ended = byEnd.getOrDefault(true, List.of());
    var live = byEnd.getOrDefault(false, List.of());
    var back = anew.stream().filter(task -> !task.state().isTerminal()).toList();
    all(connection, UPSERT_TASKS, anew.stream().map(TaskWriter::row).toList());
    all(connection, DELETE_LIVE, ended.stream().map(TaskWriter::id).toList());
    all(connection, UPSERT_ENDED, ended.stream().map(TaskWriter::standing).toList());
    all(connection, DELETE_ENDED, back.stream().map(TaskWriter::id).toList());
    all(connection, UPSERT_LIVE, live.stream().map(TaskWriter::standing).toList());
  }

  private static @Nullable String[] row(Task task) {
    var spec = task.spec();
    return new @Nullable String[] {
      task.id().value(),
      plain(spec.name()),
      plain(spec.goal()),
      plain(spec.agentType()),
      plain(spec.stream()),
      spec.roadmapKey().orElse(null),
      KernelJson.write(spec)
    };
  }

  private static @Nullable String[] standing(Task task) {
    return new @Nullable String[] {
      task.id().value(),
      task.state().name().toLowerCase(Locale.ROOT),
      KernelJson.write(Standing.of(task))
    };
  }

  private static @Nullable String[] id(Task task) {
    return new @Nullable String[] {task.id().value()};
  }

  /** PostgreSQL's text cannot hold a NUL. JSON escapes it; plain columns leave it out. */
  static String plain(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  /** Arrays of strings, and of nothing more general: only those go to the server unescaped. */
  private static void all(Connection connection, String sql, List<@Nullable String[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var statement = connection.prepareStatement(sql)) {
      var columns = rows.getFirst().length;
      for (var c = 0; c < columns; c++) {
        var column = new @Nullable String[rows.size()];
        for (var r = 0; r < rows.size(); r++) {
          column[r] = rows.get(r)[c];
        }
        statement.setArray(c + 1, connection.createArrayOf("text", column));
      }
      statement.executeUpdate();
    }
  }
}
