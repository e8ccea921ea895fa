package dev.godmode.control.mail;

import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.text.PlainText;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One message.
 *
 * @param id sorts by when it was sent
 * @param stream within which it can be read; empty where a person wrote to the whole fleet
 * @param kind what its sender calls this kind of message: "note", "review.wanted"
 * @param answers the message that it answers
 * @param conversation the id of the first message of all that it goes back to
 * @param hops how many answers of programs it goes back over
 * @param takenBy the task whose attempt took it; only for what is addressed to an agent
 */
public record Envelope(
    String id,
    Sender from,
    Address to,
    Optional<String> stream,
    String kind,
    String text,
    Optional<String> answers,
    String conversation,
    int hops,
    Instant sentAt,
    Instant expiresAt,
    Optional<TaskId> takenBy) {

  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9._-]{0,59}");

  /**
   * A message.
   *
   * @throws IllegalArgumentException when its text or kind is none, in words for its sender
   */
  public Envelope {
    text = PlainText.of(text);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to send: 'text' is empty");
    }
    if (text.length() > MailLimits.TEXT_MAX) {
      throw new IllegalArgumentException(
          "'text' has %d characters, a message has at most %d: put the rest into a file or a memory, and say where"
              .formatted(text.length(), MailLimits.TEXT_MAX));
    }
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "'kind' begins with a small letter and has small letters, digits and . _ -, 60 at most: '%.80s'"
              .formatted(kind));
    }
  }

  public boolean hasExpired(Instant now) {
    return !expiresAt.isAfter(now);
  }

  /** The same, taken. */
  public Envelope takenBy(TaskId task) {
    return new Envelope(
        id,
        from,
        to,
        stream,
        kind,
        text,
        answers,
        conversation,
        hops,
        sentAt,
        expiresAt,
        Optional.of(task));
  }
}
