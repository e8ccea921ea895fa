package dev.godmode.adapters.postgres;

import static java.util.Comparator.comparing;

import dev.godmode.control.projection.KernelJson;
import dev.godmode.control.projection.Standing;
import dev.godmode.control.projection.Tables;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Fleet;
import dev.godmode.kernel.Snapshot;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The tables in PostgreSQL. Each row keeps the thing as JSON beside the columns it is found by; of
 * a task there are two, its spec and where it stands.
 */
public final class PostgresTables implements Tables {

  private static final String TASKS =
      "select id, spec, doc from task join task_standing using (id) ";

  /** Another control may be writing: all that is loaded must be of one moment. */
  private static final String ONE_SNAPSHOT = "set transaction isolation level repeatable read";

  private final DataSource source;

  public PostgresTables(DataSource source) {
    this.source = source;
  }

  @Override
  public Loaded load() {
    return Sql.transaction(
        source,
        "loading the tables",
        connection -> {
          execute(connection, ONE_SNAPSHOT);
          var tasks =
              tasks(
                      connection,
                      "select id, spec, doc from task join task_live using (id)",
                      (_, _) -> {})
                  .stream()
                  .sorted(comparing(Task::id)) // the database would sort the rows on its disk
                  .toList();
          var nodes = docs(connection, Node.class, "select doc from node order by id");
          var fleet = docs(connection, Fleet.class, "select doc from fleet");
          return new Loaded(
              new Snapshot(tasks, nodes, fleet.isEmpty() ? Fleet.EMPTY : fleet.getFirst()),
              position(connection));
        });
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public long position() {
    return Sql.query(source, "reading the tables' position", PostgresTables::position);
  }

  private static long position(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("select seq from position");
        var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void write(long position, Changes changes) {
    Sql.transaction(
        source,
        "writing the tables",
        connection -> {
          TaskWriter.write(connection, changes);
          for (var node : changes.nodes()) {
            write(connection, node);
          }
          if (changes.fleet().isPresent()) {
            update(
                connection,
                "insert into fleet (doc) values (?) on conflict (only_row) do update set doc = excluded.doc",
                KernelJson.write(changes.fleet().get()));
          }
          return move(connection, position);
        });
  }

  private static void write(Connection connection, Node node) throws SQLException {
    update(
        connection,
        """
        insert into node (id, name, state, doc) values (?, ?, ?, ?)
        on conflict (id) do update set name = excluded.name, state = excluded.state, doc = excluded.doc
        """,
        node.id().value(),
        node.name(),
        word(node.state()),
        KernelJson.write(node));
  }

  private static int move(Connection connection, long position) throws SQLException {
    try (var statement =
        connection.prepareStatement("update position set seq = greatest(seq, ?)")) {
      statement.setLong(1, position);
      return statement.executeUpdate();
    }
  }

  private static void update(Connection connection, String sql, String... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (var i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  @Override
  public Optional<Task> task(TaskId id) {
    return tasks(List.of(id)).stream().findFirst();
  }

  @Override
  public List<Task> tasks(Collection<TaskId> ids) {
    return query(
        "reading tasks",
        TASKS + "where id = any (?) order by id",
        (connection, statement) ->
            statement.setArray(
                1, connection.createArrayOf("text", ids.stream().map(TaskId::value).toArray())));
  }

  @Override
  public List<TaskId> find(String idOrKey, int limit) {
    return Sql.query(
        source,
        "finding a task",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  select id from task
                  where id like ? escape '!' or roadmap_key = ? or name = ?
                  order by (roadmap_key is not distinct from ?) desc, id desc limit ?
                  """)) {
            statement.setString(1, like(idOrKey) + "%");
            statement.setString(2, idOrKey);
            statement.setString(3, idOrKey);
            statement.setString(4, idOrKey);
            statement.setInt(5, limit);
            return ids(statement);
          }
        });
  }

  private static List<TaskId> ids(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      var ids = new ArrayList<TaskId>();
      while (rows.next()) {
        ids.add(new TaskId(rows.getString(1)));
      }
      return ids;
    }
  }

  @Override
  public List<Task> list(TaskQuery query) {
    var states = query.states().stream().map(PostgresTables::word).toArray();
    return query(
        "listing tasks",
        TASKS
            + """
        where (cardinality(?::text[]) = 0 or state = any (?::text[]))
          and (?::text is null or agent_type = ?)
          and (?::text is null or stream = ?)
          and (?::text is null or name ilike ? escape '!' or goal ilike ? escape '!')
          and (?::text is null or id < ?)
        order by id desc limit ?
        """,
        (connection, statement) -> {
          statement.setArray(1, connection.createArrayOf("text", states));
          statement.setArray(2, connection.createArrayOf("text", states));
          twice(statement, 3, query.agentType());
          twice(statement, 5, query.stream());
          var text = query.text().map(word -> "%" + like(word) + "%");
          twice(statement, 7, text);
          statement.setString(9, text.orElse(null));
          twice(statement, 10, query.before().map(TaskId::value));
          statement.setInt(12, query.limit());
        });
  }

  private static void twice(PreparedStatement statement, int at, Optional<String> value)
      throws SQLException {
    statement.setString(at, value.orElse(null));
    statement.setString(at + 1, value.orElse(null));
  }

  private static String like(String text) {
    return TaskWriter.plain(text).replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  @Override
  public Map<TaskState, Long> counts() {
    return Sql.query(
        source,
        "counting tasks",
        connection -> {
          var counts = new EnumMap<TaskState, Long>(TaskState.class);
          Stream.of(TaskState.values()).forEach(state -> counts.put(state, 0L));
          try (var statement =
                  connection.prepareStatement(
                      """
                      select state, count(*) from task_live group by state
                      union all select state, count(*) from task_ended group by state
                      """);
              var rows = statement.executeQuery()) {
            while (rows.next()) {
              counts.put(
                  TaskState.valueOf(rows.getString(1).toUpperCase(Locale.ROOT)), rows.getLong(2));
            }
          }
          return counts;
        });
  }

  @Override
  public Map<String, Task> roadmapTasks() {
    var newest = new LinkedHashMap<String, Task>();
    query(
            "reading the roadmap's tasks",
            """
            select distinct on (roadmap_key) id, spec, doc from task join task_standing using (id)
            where roadmap_key is not null order by roadmap_key, id desc
            """,
            (_, _) -> {})
        .forEach(task -> newest.put(task.spec().roadmapKey().orElseThrow(), task));
    return newest;
  }

  private interface Binding {
    void bind(Connection connection, PreparedStatement statement) throws SQLException;
  }

  private List<Task> query(String doing, String sql, Binding binding) {
    return Sql.query(source, doing, connection -> tasks(connection, sql, binding));
  }

  private record Row(TaskId id, String spec, String standing) {}

  private static List<Task> tasks(Connection connection, String sql, Binding binding)
      throws SQLException {
    var found = new ArrayList<Row>();
    var specs = new DistinctTexts();
    var standings = new DistinctTexts();
    try (var statement = connection.prepareStatement(sql)) {
      binding.bind(connection, statement);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Row(
                  new TaskId(rows.getString(1)),
                  specs.add(rows.getString(2)),
                  standings.add(rows.getString(3))));
        }
      }
    }
    var wanted = specs.read(TaskSpec.class);
    var stood = standings.read(Standing.class);
    return found.stream()
        .map(row -> stood.apply(row.standing()).task(row.id(), wanted.apply(row.spec())))
        .toList();
  }

  private static <T> List<T> docs(Connection connection, Class<T> type, String sql)
      throws SQLException {
    var found = new ArrayList<T>();
    try (var statement = connection.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(KernelJson.read(type, rows.getString(1)));
      }
    }
    return List.copyOf(found);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
