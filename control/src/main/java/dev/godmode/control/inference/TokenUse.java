package dev.godmode.control.inference;

/**
 * Tokens of a call.
 *
 * @param input of the question
 * @param output of the answer
 */
public record TokenUse(long input, long output) {

  public static final TokenUse NONE = new TokenUse(0, 0);

  /** A token is about so many bytes of text. */
  private static final int BYTES_PER_TOKEN = 4;

  /** No model counts more in one call; who says so lies. */
  private static final long SANE_MAX = 50_000_000;

  /** Whether a count can be believed. */
  public static boolean isSane(long count) {
    return count >= 0 && count <= SANE_MAX;
  }

  /** For a provider that says nothing, or nothing that can be believed. */
  public static TokenUse estimated(long questionBytes, long answerBytes) {
    return new TokenUse(
        Math.ceilDiv(questionBytes, BYTES_PER_TOKEN), Math.ceilDiv(answerBytes, BYTES_PER_TOKEN));
  }
}
