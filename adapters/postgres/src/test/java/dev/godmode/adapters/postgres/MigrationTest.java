package dev.godmode.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class MigrationTest {

  private static final String SPEC =
      """
      {"name":"Old","goal":"a \\u0000 goal","agent_type":"shell","stream":"","command":["true"],"checks":[],\
      "requires":[],"prefers":[],"priority":7,"after":[],"approval":false,"held":false,"env":{},"roadmap_key":"12"}\
      """;

  private static String doc(String id, String phase) {
    return """
        {"id":"%s","spec":%s,"phase":%s,"attempts":[],"attempts_made":0,"failures":0,"approved":false,\
        "ended":[],"result":"","created_at":"2026-11-24T12:00:00Z","updated_at":"2026-11-24T12:00:01Z"}\
        """
        .formatted(id, SPEC, phase);
  }

  private final DatabaseAddress database = Database.fresh();

  private void execute(String sql) {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void oldRow(String id, String state, String phase) {
    execute(
        """
        insert into task (id, name, goal, state, agent_type, stream, roadmap_key, created_at, updated_at, doc)
        values ('%s', 'Old', 'a goal', '%s', 'shell', '', '12', now(), now(), '%s')
        """
            .formatted(id, state, doc(id, phase)));
  }

  @Test
  void tasks_of_the_first_schema_are_the_same_in_the_second() {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .locations("classpath:db/migration")
        .target("1")
        .load()
        .migrate();
    oldRow("0old1", "queued", "{\"type\":\"Queued\",\"since\":\"2026-11-24T12:00:01Z\"}");
    oldRow(
        "0old2",
        "failed",
        "{\"type\":\"Ended\",\"state\":\"failed\",\"reason\":\"it broke\",\"at\":\"2026-11-24T12:00:01Z\"}");

    try (var store = PostgresStore.open(database)) {
      var live = store.tables().load().snapshot().tasks();
      var ended = store.tables().task(new TaskId("0old2")).orElseThrow();

      assertThat(live).hasSize(1);
      assertThat(live.getFirst().spec().goal()).isEqualTo("a \0 goal");
      assertThat(live.getFirst().spec().priority()).isEqualTo(7);
      assertThat(ended.phase()).isInstanceOf(TaskPhase.Ended.class);
      assertThat(store.tables().counts())
          .containsEntry(TaskState.QUEUED, 1L)
          .containsEntry(TaskState.FAILED, 1L);
      assertThat(store.tables().roadmapTasks().values())
          .extracting(Task::id)
          .containsExactly(new TaskId("0old2"));
      assertThat(store.tables().find("0old", 10)).hasSize(2);
    }
  }
}
