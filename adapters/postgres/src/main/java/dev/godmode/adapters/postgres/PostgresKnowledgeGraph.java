package dev.godmode.adapters.postgres;

import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.graph.Entity;
import dev.godmode.control.memory.graph.KnowledgeGraph;
import dev.godmode.control.memory.graph.Relation;
import dev.godmode.control.memory.graph.Telling;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The graph in tables, each relation with who tells it. */
public final class PostgresKnowledgeGraph implements KnowledgeGraph {

  private static final String READING = "reading the graph";

  private final DataSource source;

  PostgresKnowledgeGraph(DataSource source) {
    this.source = source;
  }

  @Override
  public Head head() {
    return Sql.query(
        source,
        READING,
        connection -> {
          try (var statement =
                  connection.prepareStatement("select position, rules from graph_head");
              var rows = statement.executeQuery()) {
            rows.next();
            return new Head(rows.getLong("position"), rows.getString("rules"));
          }
        });
  }

  @Override
  public void begin(String rules) {
    Sql.transaction(
        source,
        "emptying the graph",
        connection -> {
          try (var statement =
              connection.prepareStatement("update graph_head set position = 0, rules = ?")) {
            statement.setString(1, rules);
            statement.executeUpdate();
          }
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate("delete from graph_teller");
          }
        });
  }

  @Override
  public void apply(List<Telling> tellings, Collection<Entity> gone, long position) {
    Sql.transaction(
        source,
        "writing the graph",
        connection -> {
          try (var statement = connection.prepareStatement("update graph_head set position = ?")) {
            statement.setLong(1, position);
            statement.executeUpdate();
          }
          delete(connection, Stream.concat(gone.stream(), tellings.stream().map(Telling::teller)));
          insert(connection, tellings);
          return position;
        });
  }

  private static void delete(Connection connection, Stream<Entity> tellers) throws SQLException {
    try (var statement =
        connection.prepareStatement("delete from graph_teller where teller = any(?)")) {
      MemoryRows.texts(statement, 1, Optional.of(tellers.map(Entity::word).toList()));
      statement.executeUpdate();
    }
  }

  private static void insert(Connection connection, List<Telling> tellings) throws SQLException {
    try (var tellers =
            connection.prepareStatement(
                "insert into graph_teller (teller, kind, scope, mark) values (?, ?, ?, ?)");
        var relations =
            connection.prepareStatement(
                "insert into graph_relation (teller, scope, source, verb, target) values (?, ?, ?, ?, ?)")) {
      for (var telling : tellings) {
        texts(
            tellers,
            telling.teller().word(),
            telling.teller().kind().word(),
            telling.scope().word(),
            telling.mark());
        for (var one : telling.relations()) {
          texts(
              relations,
              telling.teller().word(),
              telling.scope().word(),
              one.from().word(),
              one.verb(),
              one.to().word());
        }
      }
      tellers.executeBatch();
      relations.executeBatch();
    }
  }

  private static void texts(PreparedStatement statement, String... texts) throws SQLException {
    for (var at = 0; at < texts.length; at++) {
      statement.setString(at + 1, TaskWriter.plain(texts[at]));
    }
    statement.addBatch();
  }

  @Override
  public Map<Entity, String> marks(Entity.Kind kind) {
    return Sql.query(
        source,
        READING,
        connection -> {
          try (var statement =
              connection.prepareStatement("select teller, mark from graph_teller where kind = ?")) {
            statement.setString(1, kind.word());
            try (var rows = statement.executeQuery()) {
              var marks = new HashMap<Entity, String>();
              while (rows.next()) {
                marks.put(Entity.parse(rows.getString("teller")), rows.getString("mark"));
              }
              return marks;
            }
          }
        });
  }

  @Override
  public List<Told> around(
      Collection<Entity> entities, Optional<Set<MemoryScope>> scopes, int limit) {
    return Sql.query(
        source,
        READING,
        connection -> {
          try (var statement =
              connection.prepareStatement(scopes.isPresent() ? IN_SCOPES : IN_ALL)) {
            var words = entities.stream().map(Entity::word).map(TaskWriter::plain).toList();
            MemoryRows.texts(statement, 1, Optional.of(words));
            var at = 2;
            if (scopes.isPresent()) {
              var names = scopes.get().stream().map(MemoryScope::word).map(TaskWriter::plain);
              MemoryRows.texts(statement, at++, Optional.of(names.toList()));
            }
            statement.setInt(at++, limit);
            statement.setInt(at, limit);
            return told(statement);
          }
        });
  }

  /** Each entity and scope by itself, so that the index has the last ones at hand. */
  private static final String IN_SCOPES =
      """
      select r.* from unnest(?::text[]) entity cross join unnest(?::text[]) seen
      cross join lateral (
        (select * from graph_relation where source = entity and scope = seen order by teller desc limit ?)
        union all
        (select * from graph_relation where target = entity and scope = seen order by teller desc limit ?)
      ) r order by r.teller desc, r.source, r.target, r.verb
      """;

  private static final String IN_ALL =
      """
      select r.* from unnest(?::text[]) entity
      cross join lateral (
        (select * from graph_relation where source = entity order by teller desc limit ?)
        union all
        (select * from graph_relation where target = entity order by teller desc limit ?)
      ) r order by r.teller desc, r.source, r.target, r.verb
      """;

  private static List<Told> told(PreparedStatement statement) throws SQLException {
    var told = new LinkedHashSet<Told>();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        told.add(told(rows));
      }
    }
    return List.copyOf(told);
  }

  private static Told told(ResultSet row) throws SQLException {
    return new Told(
        new Relation(
            Entity.parse(row.getString("source")),
            row.getString("verb"),
            Entity.parse(row.getString("target"))),
        Entity.parse(row.getString("teller")),
        MemoryScope.parse(row.getString("scope")));
  }

  @Override
  public List<Entity> strays(Entity.Kind kind, int limit) {
    return Sql.query(
        source,
        READING,
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  select teller from graph_teller t where kind = ?
                    and not exists (select 1 from graph_relation r where r.target = t.teller and r.teller <> t.teller)
                    and not exists (select 1 from graph_relation r where r.source = t.teller and r.teller <> t.teller)
                  limit ?
                  """)) {
            statement.setString(1, kind.word());
            statement.setInt(2, limit);
            try (var rows = statement.executeQuery()) {
              var strays = new ArrayList<Entity>();
              while (rows.next()) {
                strays.add(Entity.parse(rows.getString("teller")));
              }
              return strays;
            }
          }
        });
  }

  @Override
  public long size() {
    return Sql.query(
        source,
        READING,
        connection -> {
          try (var statement = connection.prepareStatement("select count(*) from graph_relation");
              var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  /** Its connections are the store's. */
  @Override
  public void close() {}
}
