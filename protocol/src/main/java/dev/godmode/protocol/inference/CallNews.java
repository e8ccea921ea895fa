package dev.godmode.protocol.inference;

import java.time.Duration;

/** What a replica of the gateway tells control of calls, in the order in which it happened. */
public sealed interface CallNews {

  /** A question is on its way, of somebody whose calls nothing limits. */
  record Opened(CallLine call) implements CallNews {}

  /**
   * It was carried out, perhaps without a whole answer.
   *
   * @param input tokens of the question
   * @param output tokens of the answer
   */
  record Closed(CallLine call, long input, long output, boolean failed, Duration took)
      implements CallNews {}

  /** It was never carried out, and costs nothing. */
  record Struck(String call) implements CallNews {}

  /** It was answered from what is kept. */
  record Kept(Caller caller, String model) implements CallNews {}
}
