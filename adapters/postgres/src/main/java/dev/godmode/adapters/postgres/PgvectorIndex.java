package dev.godmode.adapters.postgres;

import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.MeaningIndex;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex.Batch;
import dev.godmode.control.memory.MemoryIndex.Entry;
import dev.godmode.control.memory.MemoryIndex.Head;
import dev.godmode.control.memory.MemoryIndex.Hit;
import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.VectorsAddress;
import dev.godmode.control.secret.SecretValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What memories mean, in a PostgreSQL with the extension {@code vector} (pgvector): a graph of the
 * nearest (HNSW) by inner product, which is the cosine, for all have length 1. A database is one
 * fleet's.
 */
public final class PgvectorIndex implements MeaningIndex {

  /** Of more the extension makes no graph, and every question looks at all. */
  private static final int GRAPH_DIMENSIONS_MAX = 2_000;

  /** So many candidates are looked at in the graph; those that are wanted are at most as many. */
  private static final int CANDIDATES = 200;

  private static final int REWRITE_MILLIS = (int) TimeUnit.MINUTES.toMillis(30);
  private static final Head EMPTY = new Head(0, "");

  private final PgvectorConnection connection;
  private final String fleet;

  /**
   * One that is asked when it is needed.
   *
   * @param key its secret as it is at the moment; empty where there is none
   * @param fleet whose it is
   */
  public PgvectorIndex(
      VectorsAddress address,
      Supplier<Optional<SecretValue>> key,
      String fleet,
      LongSupplier nanos) {
    this.connection = new PgvectorConnection(address, key, nanos);
    this.fleet = fleet;
  }

  @Override
  public Head head() {
    return connection.query("looking how far the vectors are", this::head);
  }

  private Head head(Connection open) throws SQLException {
    try (var statement = open.createStatement();
        var rows =
            statement.executeQuery("select fleet, position, embedder from godmode_vectors")) {
      if (!rows.next()) {
        return EMPTY;
      }
      if (!rows.getString("fleet").equals(fleet)) {
        throw new IndexFault(
            "the database of vectors is another fleet's: give this one a database of its own");
      }
      return new Head(rows.getLong("position"), rows.getString("embedder"));
    }
  }

  @Override
  public void begin(String embedder, int dimensions) {
    connection.transaction(
        "emptying the vectors",
        open -> {
          var before = head(open);
          try (var statement = open.createStatement()) {
            statement.execute("drop table if exists godmode_vector");
            if (dimensions > 0) {
              statement.execute(table(dimensions));
              statement.execute("create index on godmode_vector (scope)");
              if (dimensions <= GRAPH_DIMENSIONS_MAX) {
                statement.execute(
                    "create index on godmode_vector using hnsw (meaning vector_ip_ops)");
              }
            }
          }
          headIs(open, new Head(0, embedder), false);
          return before;
        });
  }

  private static String table(int dimensions) {
    return """
        create table godmode_vector (
          id text primary key,
          scope text not null,
          tags text[] not null,
          at bigint not null,
          expires bigint not null,
          meaning vector(%d) not null)
        """
        .formatted(dimensions);
  }

  private void headIs(Connection open, Head now, boolean traces) throws SQLException {
    try (var statement =
        open.prepareStatement(
            """
            insert into godmode_vectors (fleet, position, embedder, traces) values (?, ?, ?, ?)
            on conflict (one) do update set position = excluded.position, embedder = excluded.embedder,
              traces = excluded.traces or (godmode_vectors.traces and excluded.position > 0)
            """)) {
      statement.setString(1, fleet);
      statement.setLong(2, now.position());
      statement.setString(3, now.embedder());
      statement.setBoolean(4, traces);
      statement.executeUpdate();
    }
  }

  @Override
  public void apply(Batch batch) {
    connection.transaction(
        "taking in vectors",
        open -> {
          var embedder = head(open).embedder();
          var removed =
              !embedder.isEmpty()
                  && remove(open, batch) + put(open, batch.entries()) > batch.entries().size();
          headIs(open, new Head(batch.position(), embedder), removed);
          return removed;
        });
  }

  /** Those that are gone, and those that are to be put in anew. */
  private static int remove(Connection open, Batch batch) throws SQLException {
    var ids = new ArrayList<>(batch.gone());
    batch.entries().forEach(entry -> ids.add(entry.memory().id()));
    try (var statement = open.prepareStatement("delete from godmode_vector where id = any(?)")) {
      MemoryRows.texts(statement, 1, Optional.of(ids));
      return statement.executeUpdate();
    }
  }

  private static int put(Connection open, List<Entry> entries) throws SQLException {
    try (var statement =
        open.prepareStatement(
            "insert into godmode_vector values (?, ?, ?, ?, ?, cast(? as vector))")) {
      for (var entry : entries) {
        if (entry.embedding().isPresent()) {
          var memory = entry.memory();
          statement.setString(1, memory.id());
          statement.setString(2, TaskWriter.plain(memory.scope().word()));
          MemoryRows.texts(statement, 3, Optional.of(memory.tags()));
          statement.setLong(4, memory.from().at().toEpochMilli());
          statement.setLong(
              5, memory.expiresAt().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
          statement.setString(6, text(entry.embedding().get()));
          statement.addBatch();
        }
      }
      return statement.executeBatch().length;
    }
  }

  /** As the extension reads it: "[0.1,0.2]". */
  private static String text(Embedding meaning) {
    var text = new StringBuilder("[");
    for (var value : meaning.values()) {
      text.append(text.length() > 1 ? "," : "").append(value);
    }
    return text.append(']').toString();
  }

  @Override
  public List<Hit> byMeaning(Embedding meaning, MemoryFilter filter, int limit) {
    return connection.transaction(
        "looking for what means the same",
        open -> {
          if (head(open).embedder().isEmpty()) {
            return List.<Hit>of();
          }
          set(open, "set local hnsw.ef_search = " + Math.max(CANDIDATES, limit));
          var nearest = nearest(open, meaning, filter, limit);
          if (nearest.size() >= limit) {
            return nearest;
          }
          // The filter left too few of the candidates, or there are no more: all are looked at.
          set(open, "set local enable_indexscan = off");
          return nearest(open, meaning, filter, limit);
        });
  }

  private static void set(Connection open, String what) throws SQLException {
    try (var statement = open.createStatement()) {
      statement.execute(what);
    }
  }

  private static List<Hit> nearest(
      Connection open, Embedding meaning, MemoryFilter filter, int limit) throws SQLException {
    try (var statement =
        open.prepareStatement(
            """
            select id, -(meaning <#> cast(? as vector)) as score from godmode_vector
            where (cast(? as text[]) is null or scope = any(cast(? as text[]))) and tags @> cast(? as text[])
              and at >= ? and at < ? and expires > ?
            order by meaning <#> cast(? as vector) limit ?
            """)) {
      bind(statement, text(meaning), filter, limit);
      var hits = new ArrayList<Hit>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          hits.add(new Hit(rows.getString("id"), rows.getDouble("score"), true));
        }
      }
      return hits;
    }
  }

  private static void bind(
      PreparedStatement statement, String meaning, MemoryFilter filter, int limit)
      throws SQLException {
    var scopes =
        filter
            .scopes()
            .map(all -> all.stream().map(MemoryScope::word).map(TaskWriter::plain).toList());
    statement.setString(1, meaning);
    MemoryRows.texts(statement, 2, scopes);
    MemoryRows.texts(statement, 3, scopes);
    MemoryRows.texts(statement, 4, Optional.of(List.copyOf(filter.tags())));
    statement.setLong(5, filter.from().map(PgvectorIndex::millis).orElse(Long.MIN_VALUE));
    statement.setLong(6, filter.to().map(PgvectorIndex::millis).orElse(Long.MAX_VALUE));
    statement.setLong(7, millis(filter.now()));
    statement.setString(8, meaning);
    statement.setInt(9, limit);
  }

  @Override
  public Map<String, Embedding> meanings(Collection<String> ids) {
    return connection.query(
        "reading vectors",
        open -> {
          var meanings = new HashMap<String, Embedding>();
          if (!head(open).embedder().isEmpty()) {
            try (var statement =
                open.prepareStatement(
                    "select id, cast(meaning as real[]) from godmode_vector where id = any(?)")) {
              MemoryRows.texts(statement, 1, Optional.of(List.copyOf(ids)));
              try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                  meanings.put(rows.getString(1), embedding((Float[]) rows.getArray(2).getArray()));
                }
              }
            }
          }
          return meanings;
        });
  }

  private static Embedding embedding(Float[] read) {
    var values = new float[read.length];
    for (var i = 0; i < read.length; i++) {
      values[i] = read[i];
    }
    return Embedding.of(values, values.length);
  }

  /** A moment that fits no number is one that no memory has. */
  private static long millis(Instant moment) {
    return Math.clamp(moment.getEpochSecond(), Long.MIN_VALUE / 2_000, Long.MAX_VALUE / 2_000)
            * 1_000
        + moment.getNano() / 1_000_000;
  }

  @Override
  public long size() {
    return connection.query(
        "counting vectors",
        open -> {
          if (head(open).embedder().isEmpty()) {
            return 0L;
          }
          try (var statement = open.createStatement();
              var rows = statement.executeQuery("select count(*) from godmode_vector")) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  @Override
  public boolean hasTraces() {
    return connection.query(
        "looking for traces of what is gone",
        open -> {
          try (var statement = open.createStatement();
              var rows = statement.executeQuery("select traces from godmode_vectors")) {
            return rows.next() && rows.getBoolean(1);
          }
        });
  }

  @Override
  public void expunge() {
    connection.query(
        "rewriting vectors without what is gone",
        open -> {
          if (head(open).embedder().isEmpty()) {
            return false;
          }
          var patience = open.getNetworkTimeout();
          open.setNetworkTimeout(Runnable::run, REWRITE_MILLIS);
          try (var statement = open.createStatement()) {
            statement.execute("vacuum (full) godmode_vector");
            return statement.execute("update godmode_vectors set traces = false");
          } finally {
            open.setNetworkTimeout(Runnable::run, patience);
          }
        });
  }

  /** Each change is durable when it is made. */
  @Override
  public void flush() {}

  @Override
  public void close() {
    connection.close();
  }
}
