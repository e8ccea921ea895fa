package dev.godmode.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.access.PolicyReader;
import dev.godmode.control.access.export.PostgresExport;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The roles and grants that come out of a policy, on a real PostgreSQL: they apply, and they hold.
 */
class PolicyGrantsTest {

  private static final String DENIED = "42501";

  private final DatabaseAddress database = Database.fresh();

  @BeforeEach
  void tables() {
    PostgresStore.migrate(database);
  }

  /** The state of SQL that it ended with; "ok" when all went well. */
  private String run(String... statements) {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
      return "ok";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private String as(String role, String sql) {
    return run("set role " + role, sql);
  }

  private void apply(String policy) {
    var read = (PolicyReader.Good) PolicyReader.read(policy);
    assertThat(run(PostgresExport.of(read.policy()))).isEqualTo("ok");
  }

  @Test
  void readers_see_what_the_policy_says_and_change_nothing() {
    apply(PolicyReader.builtIn().text());

    assertThat(as("godmode_viewer", "select * from node")).isEqualTo("ok");
    assertThat(as("godmode_viewer", "select * from task_standing")).isEqualTo("ok");
    assertThat(as("godmode_viewer", "select * from journal")).isEqualTo(DENIED);
    assertThat(as("godmode_viewer", "select * from fleet")).isEqualTo(DENIED);
    assertThat(as("godmode_operator", "select * from journal")).isEqualTo("ok");
    assertThat(as("godmode_operator", "delete from node")).isEqualTo(DENIED);
    assertThat(as("godmode_owner", "update task set name = 'x'")).isEqualTo(DENIED);
    assertThat(as("godmode_owner", "create table mine (id int)")).isEqualTo(DENIED);
  }

  @Test
  void control_adds_to_the_journal_and_cannot_change_it() {
    apply(PolicyReader.builtIn().text());

    assertThat(
            as(
                "godmode_control",
                "insert into node (id, name, state, doc) values ('n', 'n', 'ready', '{}')"))
        .isEqualTo("ok");
    assertThat(as("godmode_control", "update position set seq = greatest(seq, 1)")).isEqualTo("ok");
    assertThat(as("godmode_control", "select * from flyway_schema_history")).isEqualTo("ok");
    assertThat(as("godmode_control", "delete from log_chunk where at < now()")).isEqualTo("ok");
    assertThat(as("godmode_control", "update journal set first = 0")).isEqualTo(DENIED);
    assertThat(as("godmode_control", "delete from journal")).isEqualTo(DENIED);
    assertThat(as("godmode_control", "delete from journal_rest")).isEqualTo(DENIED);
    assertThat(as("godmode_control", "truncate journal")).isEqualTo(DENIED);
    assertThat(as("godmode_control", "drop table journal")).isEqualTo(DENIED);
  }

  @Test
  void a_control_that_is_no_more_than_that_role_starts_and_appends() {
    apply(PolicyReader.builtIn().text());
    var narrow =
        new DatabaseAddress(
            database.jdbcUrl() + "&options=-c%20role=godmode_control",
            database.user(),
            database.password());

    try (var store = PostgresStore.open(narrow)) {
      assertThat(store.tables().load().snapshot().tasks()).isEmpty();
      assertThat(store.isAlive()).isTrue();
    }
  }

  @Test
  void a_line_that_goes_is_taken_back_by_the_next_one() {
    apply(PolicyReader.builtIn().text());
    assertThat(as("godmode_viewer", "select * from node")).isEqualTo("ok");

    apply("allow:\n  - {who: role:owner, may: '*'}\n");

    assertThat(as("godmode_viewer", "select * from node")).isEqualTo(DENIED);
    assertThat(as("godmode_owner", "select * from node")).isEqualTo("ok");
  }

  @Test
  void a_person_with_a_strange_name_is_a_role_of_that_name() {
    apply(
        """
        allow:
          - {who: role:owner, may: '*'}
          - {who: "person:O'Hara \\"x\\"@acme.test", may: tasks:read}
        """);

    assertThat(as("\"godmode_person_O'Hara \"\"x\"\"@acme.test\"", "select * from task"))
        .isEqualTo("ok");
  }
}
