package dev.godmode.protocol.document;

import dev.godmode.protocol.task.TaskId;
import java.util.Optional;

/**
 * A change of a document that somebody without a say over it wants; its content is kept by control.
 *
 * @param base SHA-256 of the content that it changes; empty for a new document
 * @param content SHA-256 of the content that is proposed
 * @param author whose credential was shown: {@code attempt:TASK#1/7}, or a person
 * @param task of the attempt; empty for a person's
 * @param agent the attempt's type; empty for a person's
 * @param why in the author's words
 */
public record Proposal(
    String id,
    String path,
    Optional<String> base,
    String content,
    long bytes,
    String author,
    Optional<TaskId> task,
    String agent,
    String why) {

  /** Characters of {@link #why}. */
  public static final int WHY_MAX = 1_000;

  /**
   * What an acceptance is bound to: SHA-256 over path, base and content, so that it holds for what
   * was shown and for nothing else.
   */
  public String payload() {
    return ContentHash.of("%s\0%s\0%s".formatted(path, base.orElse(""), content));
  }
}
