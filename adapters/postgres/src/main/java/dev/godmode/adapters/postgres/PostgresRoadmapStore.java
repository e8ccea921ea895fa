package dev.godmode.adapters.postgres;

import dev.godmode.control.roadmap.RoadmapStore;
import dev.godmode.protocol.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The roadmap's lines in PostgreSQL. */
public final class PostgresRoadmapStore implements RoadmapStore {

  private final DataSource source;

  public PostgresRoadmapStore(DataSource source) {
    this.source = source;
  }

  @Override
  public List<StoredLine> lines() {
    return Sql.query(
        source,
        "reading the roadmap",
        connection -> {
          try (var statement =
                  connection.prepareStatement(
                      "select key, position, task_id, json from roadmap_line order by position");
              var rows = statement.executeQuery()) {
            var lines = new ArrayList<StoredLine>();
            while (rows.next()) {
              lines.add(
                  new StoredLine(
                      rows.getString(1),
                      rows.getInt(2),
                      new TaskId(rows.getString(3)),
                      rows.getString(4)));
            }
            return lines;
          }
        });
  }

  @Override
  public void replace(List<StoredLine> lines) {
    Sql.transaction(
        source,
        "keeping the roadmap",
        connection -> {
          try (var delete = connection.prepareStatement("delete from roadmap_line")) {
            delete.executeUpdate();
          }
          try (var insert =
              connection.prepareStatement(
                  """
                  insert into roadmap_line (key, position, task_id, json)
                  select * from unnest(?::text[], ?::int[], ?::text[], ?::text[])
                  """)) {
            insert.setArray(
                1, connection.createArrayOf("text", lines.stream().map(StoredLine::key).toArray()));
            insert.setArray(
                2,
                connection.createArrayOf(
                    "int", lines.stream().map(StoredLine::position).toArray()));
            insert.setArray(
                3,
                connection.createArrayOf(
                    "text", lines.stream().map(line -> line.task().value()).toArray()));
            insert.setArray(
                4,
                connection.createArrayOf("text", lines.stream().map(StoredLine::json).toArray()));
            return insert.executeUpdate();
          }
        });
  }
}
