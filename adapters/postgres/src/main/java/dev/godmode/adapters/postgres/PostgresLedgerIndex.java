package dev.godmode.adapters.postgres;

import dev.godmode.control.ledger.LedgerIndex;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The index of the ledger in PostgreSQL: bits for each key and block, sentences for each block. */
public final class PostgresLedgerIndex implements LedgerIndex {

  /** Blocks that are fetched at once; each may bring its sentences. */
  private static final int CURSOR_ROWS = 8;

  private final DataSource source;

  PostgresLedgerIndex(DataSource source) {
    this.source = source;
  }

  @Override
  public long blocks() {
    return Sql.query(
        source,
        "reading the ledger's index",
        connection -> {
          try (var statement =
                  connection.prepareStatement(
                      "select coalesce(max(number) + 1, 0) from ledger_block");
              var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  @Override
  public void write(Block block) {
    Sql.transaction(
        source,
        "writing the ledger's index",
        connection -> {
          if (isNew(connection, block)) {
            keys(connection, block);
          }
          return block.number();
        });
  }

  private static boolean isNew(Connection connection, Block block) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "insert into ledger_block (number, earliest, latest, texts) values (?, ?, ?, ?) on conflict do nothing")) {
      statement.setLong(1, block.number());
      statement.setTimestamp(2, Timestamp.from(block.earliest()));
      statement.setTimestamp(3, Timestamp.from(block.latest()));
      statement.setString(4, String.join("\n", block.texts()));
      return statement.executeUpdate() == 1;
    }
  }

  private static void keys(Connection connection, Block block) throws SQLException {
    try (var statement =
        connection.prepareStatement("insert into ledger_key (key, block, hits) values (?, ?, ?)")) {
      for (var key : block.keys().entrySet()) {
        statement.setString(1, TaskWriter.plain(key.getKey()));
        statement.setLong(2, block.number());
        statement.setBytes(3, key.getValue().toByteArray());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public List<Long> find(Lookup lookup, long before, int limit) {
    return Sql.transaction(
        source,
        "searching the ledger",
        connection -> {
          try (var statement = connection.prepareStatement(sql(lookup))) {
            statement.setFetchSize(CURSOR_ROWS);
            bind(statement, lookup, before);
            try (var rows = statement.executeQuery()) {
              var found = new ArrayList<Long>();
              while (found.size() < limit && rows.next()) {
                newest(rows, lookup, before, found);
              }
              return List.copyOf(found.subList(0, Math.min(limit, found.size())));
            }
          }
        });
  }

  /** Newest blocks first, with the bits of each key and, when they are looked into, the texts. */
  private static String sql(Lookup lookup) {
    var sql = new StringBuilder("select b.number");
    for (var i = 0; i < lookup.keys().size(); i++) {
      sql.append(", k").append(i).append(".hits");
    }
    sql.append(lookup.text().isPresent() ? ", b.texts" : "").append(" from ledger_block b");
    for (var i = 0; i < lookup.keys().size(); i++) {
      sql.append(" join ledger_key k%d on k%d.block = b.number and k%d.key = ?".formatted(i, i, i));
    }
    return sql.append(" where b.number <= ?")
        .append(lookup.from().isPresent() ? " and b.latest >= ?" : "")
        .append(lookup.to().isPresent() ? " and b.earliest < ?" : "")
        .append(lookup.text().isPresent() ? " and strpos(b.texts, ?) > 0" : "")
        .append(" order by b.number desc")
        .toString();
  }

  private static void bind(PreparedStatement statement, Lookup lookup, long before)
      throws SQLException {
    var at = 1;
    for (var key : lookup.keys()) {
      statement.setString(at++, TaskWriter.plain(key));
    }
    statement.setLong(at++, Math.floorDiv(before - 2, BLOCK));
    for (var moment : List.of(lookup.from(), lookup.to())) {
      if (moment.isPresent()) {
        statement.setTimestamp(at++, timestamp(moment.get()));
      }
    }
    if (lookup.text().isPresent()) {
      statement.setString(at, TaskWriter.plain(lookup.text().get()));
    }
  }

  /** A moment that no calendar of the database knows is one that no entry has. */
  private static Timestamp timestamp(Instant moment) {
    var first = Instant.parse("0001-01-01T00:00:00Z");
    var last = Instant.parse("9999-12-31T00:00:00Z");
    return Timestamp.from(moment.isBefore(first) ? first : moment.isAfter(last) ? last : moment);
  }

  private static void newest(ResultSet row, Lookup lookup, long before, List<Long> found)
      throws SQLException {
    var start = row.getLong(1) * BLOCK + 1;
    var bits = new BitSet(BLOCK);
    bits.set(0, BLOCK);
    for (var i = 0; i < lookup.keys().size(); i++) {
      bits.and(BitSet.valueOf(row.getBytes(2 + i)));
    }
    if (lookup.text().isPresent()) {
      bits.and(holding(row.getString(2 + lookup.keys().size()), lookup.text()));
    }
    for (var i = bits.length() - 1; i >= 0; i = bits.previousSetBit(i - 1)) {
      if (start + i < before) {
        found.add(start + i);
      }
    }
  }

  private static BitSet holding(String texts, Optional<String> word) {
    var bits = new BitSet(BLOCK);
    var line = 0;
    for (var text : (Iterable<String>) texts.lines()::iterator) {
      bits.set(line++, text.contains(word.orElseThrow()));
    }
    return bits;
  }
}
