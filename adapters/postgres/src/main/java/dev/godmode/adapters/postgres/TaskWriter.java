package dev.godmode.adapters.postgres;

import dev.godmode.control.projection.KernelJson;
import dev.godmode.kernel.task.Task;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Upserts tasks in one statement, however many there are. */
final class TaskWriter {

  private static final String UPSERT_TASKS =
      """
      insert into task (id, name, goal, state, agent_type, stream, roadmap_key, created_at, updated_at, doc)
      select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                           ?::timestamptz[], ?::timestamptz[], ?::text[])
      on conflict (id) do update set name = excluded.name, goal = excluded.goal, state = excluded.state,
        agent_type = excluded.agent_type, stream = excluded.stream, roadmap_key = excluded.roadmap_key,
        updated_at = excluded.updated_at, doc = excluded.doc
      """;

  private TaskWriter() {}

  static void write(Connection connection, List<Task> tasks) throws SQLException {
    if (tasks.isEmpty()) {
      return;
    }
    upsert(connection, UPSERT_TASKS, tasks.stream().map(TaskWriter::row).toList());
  }

  private static @Nullable String[] row(Task task) {
    var spec = task.spec();
    return new @Nullable String[] {
      task.id().value(),
      plain(spec.name()),
      plain(spec.goal()),
      task.state().name().toLowerCase(Locale.ROOT),
      plain(spec.agentType()),
      plain(spec.stream()),
      spec.roadmapKey().orElse(null),
      task.createdAt().toString(),
      task.updatedAt().toString(),
      KernelJson.write(task)
    };
  }

  /** PostgreSQL's text cannot hold a NUL. JSON escapes it; plain columns leave it out. */
  static String plain(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  /** Arrays of strings, and of nothing more general: only those go to the server unescaped. */
  private static void upsert(Connection connection, String sql, List<@Nullable String[]> rows)
      throws SQLException {
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
