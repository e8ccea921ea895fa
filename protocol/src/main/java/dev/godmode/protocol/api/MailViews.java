package dev.godmode.protocol.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Messages of agents and people, as people and programs see them. */
public final class MailViews {

  private MailViews() {}

  /**
   * One message.
   *
   * @param from who wrote it, as the ledger names them
   * @param task whose attempt wrote it; empty for people
   * @param agent that attempt's; empty for people
   * @param to "task:ID", "agent:TYPE", "topic:NAME" or "people"
   * @param stream within which it can be read; empty for the whole fleet
   * @param kind what its sender calls this kind of message
   * @param answers the id of the message that it answers
   * @param conversation the id of the first message of all that it goes back to
   * @param hops how many answers of programs it goes back over
   * @param takenBy the task that took it, where it was addressed to an agent
   */
  public record MessageView(
      String id,
      String from,
      Optional<String> task,
      Optional<String> agent,
      String to,
      Optional<String> stream,
      String kind,
      String text,
      Optional<String> answers,
      String conversation,
      int hops,
      Instant sentAt,
      Instant expiresAt,
      Optional<String> takenBy) {}

  /**
   * Something to send; who sends it is who asks.
   *
   * @param to as in {@link MessageView}; whoever wrote the answered message when left out
   * @param kind "note" when left out
   * @param answers the id of a message
   * @param stream people may say one; an attempt writes within its own
   * @param keptSeconds seven days when left out, thirty at most
   * @param waitSeconds wait so long for an answer; 0 when left out, 50 at most
   */
  public record NewMessage(
      String text,
      Optional<String> to,
      Optional<String> kind,
      Optional<String> answers,
      Optional<String> stream,
      Optional<Long> keptSeconds,
      Optional<Integer> waitSeconds) {}

  /**
   * It is kept for whoever it is for.
   *
   * @param answer that came while it was waited for
   * @param hint what to do next
   */
  public record SentMessage(MessageView sent, Optional<MessageView> answer, String hint) {}

  /**
   * What an attempt takes of what was written to it.
   *
   * @param topics whose messages it takes as well
   * @param limit 10 when left out, 50 at most
   * @param waitSeconds wait so long for the first; 0 when left out, 50 at most
   */
  public record TakeMessages(
      Optional<List<String>> topics, Optional<Integer> limit, Optional<Integer> waitSeconds) {}

  /**
   * Messages, the oldest first.
   *
   * @param hint what to do next
   */
  public record TakenMessages(List<MessageView> items, String hint) {}

  /** A page of messages, the newest first. */
  public record MessageList(List<MessageView> items) {}
}
