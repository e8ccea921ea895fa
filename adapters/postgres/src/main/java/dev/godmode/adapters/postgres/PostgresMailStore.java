package dev.godmode.adapters.postgres;

import dev.godmode.control.mail.Correspondent.Program;
import dev.godmode.control.mail.Envelope;
import dev.godmode.control.mail.MailStore;
import dev.godmode.protocol.task.TaskId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Messages in PostgreSQL. */
public final class PostgresMailStore implements MailStore {

  private final DataSource source;

  PostgresMailStore(DataSource source) {
    this.source = source;
  }

  @Override
  public void keep(Envelope message) {
    Sql.transaction(
        source,
        "keeping a message",
        connection -> {
          MailRows.insert(connection, message);
          return message;
        });
  }

  @Override
  public List<Envelope> take(Wanted wanted) {
    return Sql.transaction(
        source,
        "taking messages",
        connection -> {
          var reader = wanted.reader();
          var waiting = waiting(connection, wanted);
          note(connection, reader, waiting);
          return waiting.stream().map(message -> taken(message, reader)).toList();
        });
  }

  /** Held until the end of the transaction: two attempts of an agent never get the same. */
  private static List<Envelope> waiting(Connection connection, Wanted wanted) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            select * from mail m
            where (address_kind = 'task' and address_name = ?
                or address_kind = 'agent' and address_name = ? and coalesce(taken_by, ?) = ?
                or address_kind = 'topic' and address_name = any(?::text[]))
              and coalesce(stream, ?) = ? and sender_task <> ? and expires_at > ?
              and (?::text is null or answers = ?::text)
              and not exists (
                select from mail_taken t where t.task = ? and t.attempt = ? and t.message = m.id)
            order by id limit ? for no key update
            """)) {
      var reader = wanted.reader();
      var task = reader.attempt().task().value();
      var stream = TaskWriter.plain(reader.stream());
      statement.setString(1, task);
      statement.setString(2, TaskWriter.plain(reader.agent()));
      statement.setString(3, task);
      statement.setString(4, task);
      MemoryRows.texts(
          statement, 5, Optional.of(wanted.topics().stream().map(TaskWriter::plain).toList()));
      statement.setString(6, stream);
      statement.setString(7, stream);
      statement.setString(8, task);
      statement.setTimestamp(9, Timestamp.from(wanted.now()));
      statement.setString(10, wanted.answering().orElse(null));
      statement.setString(11, wanted.answering().orElse(null));
      statement.setString(12, task);
      statement.setInt(13, reader.attempt().number());
      statement.setInt(14, wanted.limit());
      return MailRows.read(statement);
    }
  }

  private static void note(Connection connection, Program reader, List<Envelope> messages)
      throws SQLException {
    try (var taken =
            connection.prepareStatement(
                "insert into mail_taken (task, attempt, message) values (?, ?, ?)");
        var owned =
            connection.prepareStatement(
                "update mail set taken_by = ? where id = ? and address_kind = 'agent'")) {
      for (var message : messages) {
        taken.setString(1, reader.attempt().task().value());
        taken.setInt(2, reader.attempt().number());
        taken.setString(3, message.id());
        taken.addBatch();
        owned.setString(1, reader.attempt().task().value());
        owned.setString(2, message.id());
        owned.addBatch();
      }
      taken.executeBatch();
      owned.executeBatch();
    }
  }

  private static Envelope taken(Envelope message, Program reader) {
    return switch (message.to().kind()) {
      case AGENT -> message.takenBy(reader.attempt().task());
      case TASK, TOPIC, PEOPLE -> message;
    };
  }

  @Override
  public Optional<Envelope> find(String id) {
    return Sql.query(
        source,
        "reading a message",
        connection -> {
          try (var statement = connection.prepareStatement("select * from mail where id = ?")) {
            statement.setString(1, TaskWriter.plain(id));
            return MailRows.read(statement).stream().findFirst();
          }
        });
  }

  @Override
  public List<Envelope> list(Listing listing) {
    return Sql.query(
        source,
        "listing messages",
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  select * from mail
                  where (?::text is null or coalesce(stream, ?::text) = ?::text)
                    and (?::text is null or sender_task = ?::text or taken_by = ?::text
                      or address_kind = 'task' and address_name = ?::text)
                    and (?::text is null or conversation = ?::text)
                    and (?::text is null or id < ?::text)
                  order by id desc limit ?
                  """)) {
            var at = texts(statement, 1, 3, listing.stream());
            at = texts(statement, at, 4, listing.task().map(TaskId::value));
            at = texts(statement, at, 2, listing.conversation());
            at = texts(statement, at, 2, listing.before());
            statement.setInt(at, listing.limit());
            return MailRows.read(statement);
          }
        });
  }

  /** Sets the same so many times; the number of the next parameter. */
  private static int texts(PreparedStatement statement, int from, int times, Optional<String> text)
      throws SQLException {
    for (var at = from; at < from + times; at++) {
      statement.setString(at, text.map(TaskWriter::plain).orElse(null));
    }
    return from + times;
  }

  @Override
  public long sentSince(TaskId task, Instant since) {
    return count(
        "select count(*) from mail where sender_task = ? and sent_at > ?",
        statement -> {
          statement.setString(1, task.value());
          statement.setTimestamp(2, Timestamp.from(since));
        });
  }

  @Override
  public long count(Optional<String> stream) {
    return count(
        "select count(*) from mail where stream is not distinct from ?::text",
        statement -> statement.setString(1, stream.map(TaskWriter::plain).orElse(null)));
  }

  /** Says what a statement asks for. */
  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private long count(String sql, Binding binding) {
    return Sql.query(
        source,
        "counting messages",
        connection -> {
          try (var statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            try (var rows = statement.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  @Override
  public int expire(Instant now) {
    return Sql.query(
        source,
        "forgetting messages",
        connection -> {
          try (var statement =
              connection.prepareStatement("delete from mail where expires_at <= ?")) {
            statement.setTimestamp(1, Timestamp.from(now));
            return statement.executeUpdate();
          }
        });
  }
}
