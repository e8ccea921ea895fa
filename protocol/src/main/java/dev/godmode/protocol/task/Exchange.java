package dev.godmode.protocol.task;

import java.time.Instant;
import java.util.Optional;

/**
 * A question of an attempt and what became of it.
 *
 * @param question its id
 * @param payload {@link Question#payloadHash} of what a yes would have allowed
 * @param answer empty while it is open, and where none was needed any more
 * @param by who answered; empty for nobody
 */
public record Exchange(
    String question,
    Question.Kind kind,
    String text,
    String payload,
    Instant askedAt,
    Optional<Answer> answer,
    String by,
    Optional<Instant> answeredAt) {

  /** An open one. */
  public static Exchange open(Question question, Instant at) {
    return new Exchange(
        question.id(),
        question.kind(),
        question.text(),
        question.payloadHash(),
        at,
        Optional.empty(),
        "",
        Optional.empty());
  }

  public Exchange answered(Answer given, String who, Instant at) {
    return new Exchange(
        question, kind, text, payload, askedAt, Optional.of(given), who, Optional.of(at));
  }
}
