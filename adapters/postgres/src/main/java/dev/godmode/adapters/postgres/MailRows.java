package dev.godmode.adapters.postgres;

import dev.godmode.control.mail.Address;
import dev.godmode.control.mail.Envelope;
import dev.godmode.control.mail.Sender;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A message as a row. */
final class MailRows {

  private MailRows() {}

  static void insert(Connection connection, Envelope message) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            insert into mail (id, who, sender_task, sender_attempt, sender_fence, sender_agent, address_kind,
              address_name, stream, kind, body, answers, conversation, hops, sent_at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      statement.setString(1, message.id());
      statement.setString(2, TaskWriter.plain(message.from().who()));
      bind(statement, message.from());
      statement.setString(7, message.to().kind().word());
      statement.setString(8, TaskWriter.plain(message.to().name()));
      statement.setString(9, message.stream().map(TaskWriter::plain).orElse(null));
      statement.setString(10, message.kind());
      statement.setString(11, message.text());
      statement.setString(12, message.answers().orElse(null));
      statement.setString(13, message.conversation());
      statement.setInt(14, message.hops());
      statement.setTimestamp(15, Timestamp.from(message.sentAt()));
      statement.setTimestamp(16, Timestamp.from(message.expiresAt()));
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Sender from) throws SQLException {
    statement.setString(3, from.task().map(TaskId::value).orElse(""));
    statement.setInt(4, from.attempt().map(AttemptKey::number).orElse(0));
    statement.setLong(5, from.attempt().map(AttemptKey::fence).orElse(0L));
    statement.setString(6, TaskWriter.plain(from.agent()));
  }

  static List<Envelope> read(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      var all = new ArrayList<Envelope>();
      while (rows.next()) {
        all.add(read(rows));
      }
      return all;
    }
  }

  private static Envelope read(ResultSet row) throws SQLException {
    return new Envelope(
        row.getString("id"),
        sender(row),
        new Address(
            Address.Kind.valueOf(row.getString("address_kind").toUpperCase(Locale.ROOT)),
            row.getString("address_name")),
        Optional.ofNullable(row.getString("stream")),
        row.getString("kind"),
        row.getString("body"),
        Optional.ofNullable(row.getString("answers")),
        row.getString("conversation"),
        row.getInt("hops"),
        row.getTimestamp("sent_at").toInstant(),
        row.getTimestamp("expires_at").toInstant(),
        Optional.ofNullable(row.getString("taken_by")).map(TaskId::new));
  }

  private static Sender sender(ResultSet row) throws SQLException {
    var task = row.getString("sender_task");
    return new Sender(
        row.getString("who"),
        task.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new AttemptKey(
                    new TaskId(task), row.getInt("sender_attempt"), row.getLong("sender_fence"))),
        row.getString("sender_agent"));
  }
}
