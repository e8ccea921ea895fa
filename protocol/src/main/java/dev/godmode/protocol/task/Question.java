package dev.godmode.protocol.task;

import dev.godmode.protocol.document.ContentHash;
import java.util.List;

/**
 * What an attempt's program asks a person in the midst of its work.
 *
 * @param id names it within its attempt
 * @param text the question, one or a few sentences, redacted
 * @param options answers that it offers; empty where words of one's own are wanted
 * @param payload of a permission exactly what a yes allows, redacted; empty for other questions
 */
public record Question(String id, Kind kind, String text, List<String> options, String payload) {

  /** Longer ones are refused by the worker: nobody can say yes to what nobody can read. */
  public static final int PAYLOAD_MAX_CHARS = 16 << 10;

  public static final int TEXT_MAX_CHARS = 4 << 10;

  /** What kind of answer is wanted. */
  public enum Kind {
    /** A yes or a no to the payload. */
    PERMISSION,
    /** One of the options, or words. */
    CHOICE
  }

  public Question {
    options = List.copyOf(options);
  }

  /** What a yes is bound to: whoever answers says which payload they saw. */
  public String payloadHash() {
    return ContentHash.of(payload);
  }
}
